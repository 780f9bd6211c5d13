// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values of settings, put in from the weakest place to the strongest.
 *
 * @param values by key
 */
record SettingValues(Map<String, Object> values) {

  /** All defaults. */
  static SettingValues defaults(SettingTable table) throws SettingsException {
    SettingValues values = new SettingValues(new HashMap<>());
    for (Setting<?> setting : table.all()) {
      values.put(setting, "default of ", setting.key(), setting.defaultText());
    }
    return values;
  }

  /** Parses and puts. */
  void put(Setting<?> setting, String where, String name, String text) throws SettingsException {
    values.put(setting.key(), setting.parse(where, name, text));
  }

  /** The value of a setting. */
  @SuppressWarnings("unchecked") // put stores what the setting's own type made.
  <T> T get(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting.key())).orElseThrow();
  }
}
