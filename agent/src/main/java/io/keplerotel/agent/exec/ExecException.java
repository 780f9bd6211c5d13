// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

/** A command cannot be run or measured; the message says what, where, and what to do. */
public final class ExecException extends Exception {
  private static final long serialVersionUID = 1;

  /** Exit status where the measuring is at fault and the command was not run, as env(1) has it. */
  public static final int CANNOT_MEASURE = 125;

  /** Exit status of a shell for a command that may not be executed. */
  public static final int NOT_EXECUTABLE = 126;

  /** Exit status of a shell for a command that is not there. */
  public static final int NOT_FOUND = 127;

  private final int status;

  /**
   * With what is wrong.
   *
   * @param status that kepler-agent is to end with
   */
  public ExecException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What kepler-agent is to end with. */
  public int status() {
    return status;
  }
}
