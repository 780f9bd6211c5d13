// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** The settings are not usable; the message is one line, fit for an operator. */
public final class SettingsException extends Exception {
  /** Assigns. */
  public SettingsException(String message) {
    super(message);
  }

  /** Where, what is wrong, and what is allowed. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
