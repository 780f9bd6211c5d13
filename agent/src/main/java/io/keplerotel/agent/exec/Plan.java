// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.time.Duration;
import java.util.List;

/**
 * What is to be run, and how it is looked at.
 *
 * @param command the program and its arguments
 * @param repeat how often, one after another
 * @param until when a run is over
 * @param interval time between two readings
 * @param settle how long the machine is looked at before the first run where its idle power is to
 *     be learnt
 */
public record Plan(
    List<String> command, int repeat, Until until, Duration interval, Duration settle) {
  /** Takes a copy of the list. */
  public Plan {
    command = List.copyOf(command);
  }

  /** When a run is over. */
  public enum Until {
    /** As a shell has it: when the command itself has ended. */
    COMMAND_ENDED,
    /** When all that it has started have ended too. */
    ALL_ENDED
  }
}
