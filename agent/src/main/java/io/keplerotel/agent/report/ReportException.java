// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

/** A report cannot be made; the message says what, where, and what to do. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean tooMuch;

  private ReportException(String message, boolean tooMuch) {
    super(message);
    this.tooMuch = tooMuch;
  }

  /** With what is wrong. */
  public ReportException(String message) {
    this(message, false);
  }

  /** With what a server says of a query that it can answer for less time only. */
  static ReportException tooMuch(String message) {
    return new ReportException(message, true);
  }

  /** Whether the same may be asked in smaller pieces. */
  boolean isTooMuch() {
    return tooMuch;
  }
}
