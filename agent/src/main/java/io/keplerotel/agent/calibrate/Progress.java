// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.time.Duration;

/** Is told how far a calibration is. */
public interface Progress {
  /** Something begins that takes so long. */
  void begins(String what, Duration length);

  /** So much of it is over. */
  void goesOn(Duration passed);

  /** It is over; this is what it has shown. */
  void ends(String result);
}
