// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

/** BPF cannot be used; the message says why and what would help. */
public final class BpfUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;

  /** With what went wrong, where, and what to do. */
  public BpfUnavailableException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
