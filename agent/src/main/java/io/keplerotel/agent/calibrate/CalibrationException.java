// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

/** A calibration cannot be made; the message says why, and what to do. */
public final class CalibrationException extends Exception {
  /** For the command line. */
  public CalibrationException(String message) {
    super(message);
  }

  /** Fit for an operator. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
