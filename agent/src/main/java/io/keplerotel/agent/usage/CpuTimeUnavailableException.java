// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

/** A source of CPU time cannot be had on this machine; the message says why and what would help. */
public final class CpuTimeUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;

  /** With what is missing, and what to do. */
  public CpuTimeUnavailableException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
