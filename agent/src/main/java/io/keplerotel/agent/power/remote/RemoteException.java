// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

/** A meter that could not be read, or that says what cannot be true; its message is for people. */
public final class RemoteException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says what, where, and what to do. */
  public RemoteException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
