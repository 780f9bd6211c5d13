// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PolledSource;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.rapl.RaplZones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the host of this virtual machine says. */
@Module
public interface HandedModule {
  /** Where it says it. */
  Setting<Optional<Path>> DIR =
      new Setting<>(
          "power.host.dir",
          SettingType.optionalPath(),
          "",
          "In a virtual machine: where the folder is mounted in which the host's agent says what this machine has used (vm.export.dir there).");

  /** A share may hang as long as its host does; one that works answers at once. */
  PolledSource.Pace PACE =
      new PolledSource.Pace(Duration.ofSeconds(1), Duration.ofSeconds(57), Duration.ofSeconds(2));

  /** What it is: whoever sets it up means it. */
  PowerCard CARD =
      new PowerCard(
          HandedSource.NAME, 200, RaplZones.COMPONENTS, Provenance.MEASURED, List.of(DIR));

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Settings settings) {
    Optional<Path> folder = settings.of(DIR);
    return new PowerOffer(
        CARD,
        folder.isPresent() ? Optional.empty() : Optional.of("power.host.dir is not set"),
        () -> new PolledSource(new HandedSource(folder), HandedSource.NAME, PACE));
  }
}
