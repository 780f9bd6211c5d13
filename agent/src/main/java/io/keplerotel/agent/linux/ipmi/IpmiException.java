// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.ipmi;

/** The BMC cannot be asked; the message says why, and what to do. */
public final class IpmiException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says what, where, and what to do. */
  public IpmiException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
