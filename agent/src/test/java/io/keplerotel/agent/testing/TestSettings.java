// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.config.SettingTable;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The agent's own table of settings. */
public final class TestSettings {
  public static final SettingTable TABLE = SettingsComponent.table();

  private TestSettings() {}

  public static Settings defaults() {
    try {
      return load(Optional.empty(), Map.of(), Map.of());
    } catch (SettingsException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Settings load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    return new SettingsLoader(TABLE).load(file, environment, flags);
  }
}
