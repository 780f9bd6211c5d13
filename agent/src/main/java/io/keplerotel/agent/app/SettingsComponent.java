// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Component;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingTable;
import io.keplerotel.agent.power.PowerCard;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * What sources say of themselves before there are settings: their names, and what they can be told.
 */
@Singleton
@Component(modules = AgentModules.class)
public interface SettingsComponent {
  Set<PowerCard> power();

  /** All settings of the agent, with those of its sources. */
  static SettingTable table() {
    List<PowerCard> cards =
        DaggerSettingsComponent.create().power().stream()
            .sorted((one, other) -> Integer.compare(other.precedence(), one.precedence()))
            .toList();
    List<Setting<?>> own = cards.stream().<Setting<?>>flatMap(c -> c.settings().stream()).toList();
    return new SettingTable(cards.stream().map(PowerCard::name).toList(), own);
  }
}
