// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The flags that were given: one for each setting, and those of the command.
 *
 * @param file YAML with settings
 * @param settings by flag
 * @param rehearsal whether to end after a few seconds
 * @param own of the command that was asked for
 */
record CommandLineFlags(
    Optional<Path> file, Map<String, String> settings, boolean rehearsal, ParseResult own) {
  /** Takes a copy of the map. */
  CommandLineFlags {
    settings = Map.copyOf(settings);
  }

  /** The value of one of the command's own options; empty where it was not given. */
  <T> Optional<T> value(String name) {
    return Optional.ofNullable(own.<T>matchedOptionValue(name, null));
  }

  /** What is wrong with them, to be thrown. */
  ParameterException wrong(String what) {
    CommandLine command = own.commandSpec().commandLine();
    return new ParameterException(command, what);
  }
}
