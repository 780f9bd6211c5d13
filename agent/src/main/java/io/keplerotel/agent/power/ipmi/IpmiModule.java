// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.ipmi;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.ipmi.IpmiDevice;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PolledSource.Pace;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.remote.PlatformSource;
import io.keplerotel.agent.power.remote.RemoteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The BMC of the machine, by IPMI with DCMI. */
@Module
public interface IpmiModule {
  /** Its key in the configuration. */
  String NAME = "ipmi";

  /** Which BMC. */
  Setting<Optional<Path>> DEVICE =
      new Setting<>(
          "power.ipmi.device",
          SettingType.optionalPath(),
          "",
          "Device of this machine's BMC, which is asked what the machine uses, such as /dev/ipmi0; empty: it is not asked, but where power.sources names ipmi, /dev/ipmi0 is.");

  /** How often. */
  Setting<Duration> INTERVAL = RemoteSettings.interval(NAME);

  /** What it is: a meter of the whole machine, in watts without decimals. */
  PowerCard CARD =
      new PowerCard(
          NAME, 130, Set.of(Component.PLATFORM), Provenance.MEASURED, List.of(DEVICE, INTERVAL));

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Settings settings) {
    boolean isSet = settings.of(DEVICE).isPresent();
    return new PowerOffer(
        CARD,
        isSet ? Optional.empty() : Optional.of("power.ipmi.device is not set"),
        () -> source(settings));
  }

  private static PowerSource source(Settings settings) {
    Path device = settings.of(DEVICE).orElse(Path.of("/dev/ipmi0"));
    Duration patience = Duration.ofSeconds(10);
    return PlatformSource.polled(
        NAME,
        new DcmiMeter(new IpmiDevice(device, patience), device.toString()),
        new Pace(settings.of(INTERVAL), patience));
  }
}
