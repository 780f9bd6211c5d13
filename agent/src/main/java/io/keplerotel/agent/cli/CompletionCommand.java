// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code kepler-agent completion}. */
final class CompletionCommand implements Subcommand {
  static final String NAME = "completion";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "Prints a script by which bash and zsh complete commands and flags:",
            "source <(kepler-agent completion)");
    return spec;
  }

  @Override
  public int run(CommandLineFlags flags) {
    CommandSpec root = flags.own().commandSpec().root();
    System.out.print(AutoComplete.bash(root.name(), root.commandLine()));
    return 0;
  }
}
