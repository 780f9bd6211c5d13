// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.remote.MachineMeter;
import io.keplerotel.agent.power.remote.PlatformSource;
import io.keplerotel.agent.power.remote.RemoteCalls;
import io.keplerotel.agent.power.remote.RemoteException;
import io.keplerotel.agent.power.remote.RemoteSettings;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The BMC of the machine, by Redfish. */
@Module
public interface RedfishModule {
  /** Its key in the configuration. */
  String NAME = "redfish";

  /** How it is asked. */
  RemoteSettings REMOTE =
      RemoteSettings.of(
          NAME,
          "URL of this machine's BMC, such as https://10.0.0.7: its Redfish tells what the whole machine uses; empty: it is not asked.",
          "File with the BMC's user and password (lines user: NAME and password: WORD) or a session token (token: WORD); read each time.");

  /** Which chassis is meant. */
  Setting<Optional<String>> CHASSIS =
      new Setting<>(
          "power.redfish.chassis",
          SettingType.optionalText(),
          "",
          "Id of the chassis that is this machine, as its BMC calls it; empty: the only one.");

  /** What it is: a meter of the whole machine, outside of it. */
  PowerCard CARD =
      new PowerCard(
          NAME,
          140,
          Set.of(Component.PLATFORM),
          Provenance.MEASURED,
          Stream.concat(REMOTE.all().stream(), Stream.of(CHASSIS)).toList());

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Settings settings) {
    boolean isSet = settings.of(REMOTE.url()).isPresent();
    return new PowerOffer(
        CARD,
        isSet ? Optional.empty() : Optional.of("power.redfish.url is not set"),
        () -> source(settings));
  }

  private static PowerSource source(Settings settings) {
    MachineMeter meter =
        settings
            .of(REMOTE.url())
            .map(url -> meter(url, settings))
            .orElse(
                zone -> {
                  throw new RemoteException(
                      "power.sources names redfish, but power.redfish.url is not set; set it to the URL of the BMC");
                });
    return PlatformSource.polled(NAME, meter, REMOTE.pace(settings));
  }

  private static MachineMeter meter(URI url, Settings settings) {
    return new RedfishMeter(
        new Bmc(
            url, settings.of(REMOTE.credentialsFile()), new RemoteCalls(REMOTE.terms(settings))),
        settings.of(CHASSIS));
  }
}
