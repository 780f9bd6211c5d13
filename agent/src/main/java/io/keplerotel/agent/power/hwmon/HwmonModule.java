// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Set;

/** Sensors of the kernel's hwmon class. */
@Module
public interface HwmonModule {
  /** What sensors measure that the agent does not know of, or not so. */
  Setting<List<Rule>> RULES =
      new Setting<>(
          "power.hwmon.rules",
          SettingType.list(
              "a list of rules such as ina226 power1 platform",
              text -> RuleText.parse("user", text)),
          "",
          "What hwmon sensors measure, before the agent's own rules: driver, channels and component, as docs/power-sources.md says. A sensor without a rule is never counted.");

  /** What it is: second to RAPL, but its meters of the whole machine come before psys. */
  PowerCard CARD =
      new PowerCard(
              HwmonSource.NAME,
              60,
              Set.of(
                  Component.PACKAGE,
                  Component.CORE,
                  Component.UNCORE,
                  Component.DRAM,
                  Component.GPU,
                  Component.PLATFORM),
              Provenance.MEASURED,
              List.of(RULES))
          .with(Component.PLATFORM, 120);

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files, Settings settings) {
    return new PowerOffer(CARD, () -> new HwmonSource(files.get(), settings.of(RULES)));
  }
}
