// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

/** A report cannot be made; the message says what, where, and what to do. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  private ReportException(String message, Kind kind) {
    super(message);
    this.kind = kind;
  }

  /** With what is wrong. */
  public ReportException(String message) {
    this(message, Kind.OTHER);
  }

  private enum Kind {
    INPUT,
    TOO_MUCH,
    OTHER
  }

  /** With what is wrong with a file that was named. */
  static ReportException ofInput(String message) {
    return new ReportException(message, Kind.INPUT);
  }

  /** Whether it is for whoever asked to mend, in a file that was named. */
  public boolean isOfInput() {
    return kind == Kind.INPUT;
  }

  /** With what a server says of a query that it can answer for less time only. */
  static ReportException tooMuch(String message) {
    return new ReportException(message, Kind.TOO_MUCH);
  }

  /** Whether the same may be asked in smaller pieces. */
  boolean isTooMuch() {
    return kind == Kind.TOO_MUCH;
  }
}
