// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What kepler-agent can do beside running. */
interface Subcommand {
  /** What it is called by, such as {@code top}. */
  String name();

  /** Its name, what it is for and its own options; each call makes a new one. */
  CommandSpec spec();

  /**
   * Does it.
   *
   * @return the exit status
   * @throws Exception if it cannot; the message says why
   */
  int run(CommandLineFlags flags) throws Exception;
}
