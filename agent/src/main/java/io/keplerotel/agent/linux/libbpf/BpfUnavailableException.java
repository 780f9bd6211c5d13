// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

/** BPF cannot be used; the message says why and what would help. */
public final class BpfUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;
  private final String detail;

  /** With what went wrong, where, and what to do: short, and the same each time. */
  public BpfUnavailableException(String message) {
    this(message, "");
  }

  /** The same, with the library's own words for the log. */
  BpfUnavailableException(String message, String detail) {
    super(message);
    this.message = message;
    this.detail = detail;
  }

  /** What libbpf said, as long as it likes; empty where it said nothing. */
  public String detail() {
    return detail;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
