// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

/** Nothing can be shown; the message says why and what to do. */
public final class TopException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With this message. */
  public TopException(String message) {
    super(message);
  }
}
