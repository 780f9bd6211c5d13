// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The flags that each command takes.
 *
 * @param file YAML with settings
 * @param settings by flag
 * @param rehearsal whether to end after a few seconds
 */
record AgentFlags(Optional<Path> file, Map<String, String> settings, boolean rehearsal) {
  static final String CONFIG = "--config";
  static final String REHEARSE = "--rehearse";

  /** Takes a copy of the map. */
  AgentFlags {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads a command line that has nothing but {@code --flag=value}, once each, as a service's has,
   * without the parser, whose classes would take a fifth of the time to start. Empty for any other
   * one, right or wrong: the parser knows what it is.
   */
  static Optional<AgentFlags> ofPlain(SettingTable table, String... arguments) {
    Set<String> known = new HashSet<>();
    for (Setting<?> setting : table.all()) {
      known.add(setting.flag());
    }
    known.add(CONFIG);
    Map<String, String> given = new HashMap<>();
    boolean rehearsal = false;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.equals(REHEARSE) && !rehearsal) {
        rehearsal = true;
      } else if (equals < 0
          || !known.contains(argument.substring(0, equals))
          || given.put(argument.substring(0, equals), argument.substring(equals + 1)) != null) {
        return Optional.empty();
      }
    }
    Optional<Path> file = Optional.ofNullable(given.remove(CONFIG)).map(Path::of);
    return Optional.of(new AgentFlags(file, given, rehearsal));
  }
}
