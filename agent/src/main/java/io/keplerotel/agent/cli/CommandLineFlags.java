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
 * The flags that a subcommand was given.
 *
 * @param common those that each command takes
 * @param own of the command that was asked for
 */
record CommandLineFlags(AgentFlags common, ParseResult own) {
  /** YAML with settings. */
  Optional<Path> file() {
    return common.file();
  }

  /** Settings by flag. */
  Map<String, String> settings() {
    return common.settings();
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
