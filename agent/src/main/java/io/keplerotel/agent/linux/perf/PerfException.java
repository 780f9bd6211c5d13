// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

import java.io.IOException;

/** The kernel refuses to count an event; the message says what and why, not yet what to do. */
public final class PerfException extends IOException {
  private final Reason reason;

  /** What kind of refusal it is, as far as a caller acts on it. */
  public enum Reason {
    /** The agent lacks a right. */
    DENIED,
    OTHER
  }

  /** Of a call that failed. */
  public PerfException(String message, Reason reason) {
    super(message);
    this.reason = reason;
  }

  /** What, where, and why. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
