// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where models from outside are.
 *
 * @param file of a calibration, or of Kepler's weights
 * @param server of Kepler's models
 */
public record ModelSettings(Optional<Path> file, Optional<URI> server) {
  /** Of a file. */
  public static final Setting<Optional<Path>> FILE =
      new Setting<>(
          "power.estimated.model-file",
          SettingType.optionalPath(),
          "",
          "What estimates are made from instead of the agent's own tables: a calibration by kepler-agent calibrate, or Kepler 0.7's weights. A change of it needs no restart; one that cannot be used is a fault.");

  /** Of a server. */
  public static final Setting<Optional<URI>> SERVER =
      new Setting<>(
          "power.estimated.model-server",
          SettingType.optionalHttpUrl(),
          "",
          "URL of a Kepler model server that is asked for weights, such as http://kepler-model-server:8100/model; never waited for, and used where power.estimated.model-file is not.");

  /** As they were set. */
  public static ModelSettings of(Settings settings) {
    return new ModelSettings(settings.of(FILE), settings.of(SERVER));
  }
}
