// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.MsrDevices;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.rapl.RaplZones;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Optional;

/** RAPL by the CPU's registers, for those who ask for it. */
@Module
public interface MsrModule {
  /** Whether {@code auto} may read registers. */
  Setting<Boolean> ENABLED =
      new Setting<>(
          "power.msr.enabled",
          SettingType.flag(),
          "false",
          "Whether auto may read RAPL from the CPU's registers (/dev/cpu/N/msr), which takes CAP_SYS_RAWIO and the kernel's msr module; it is needed only where the kernel shows neither powercap nor perf events. Naming msr in power.sources permits it too.");

  /** What it is. */
  PowerCard CARD =
      new PowerCard(
          MsrSource.NAME, 80, RaplZones.COMPONENTS, Provenance.MEASURED, List.of(ENABLED));

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files, Settings settings) {
    return new PowerOffer(
        CARD,
        settings.of(ENABLED) ? Optional.empty() : Optional.of(ENABLED.key() + " is false"),
        () -> new MsrSource(files.get(), new MsrDevices(files.get())));
  }
}
