// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import java.util.Locale;

/** How good it is what a check has found. */
public enum Verdict {
  /** As it should be. */
  OK,
  /** Something is less than it could be, and this machine or the settings want it so. */
  NOTE,
  /** Something is lost, estimated or refused that need not be. */
  PROBLEM;

  /** As it is printed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
