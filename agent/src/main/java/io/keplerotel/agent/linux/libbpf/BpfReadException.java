// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

/** A program that was loaded could not be read this time. */
public final class BpfReadException extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;

  BpfReadException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
