// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/** Where a figure comes from. */
public enum Provenance {
  /** A sensor of this machine. */
  MEASURED,
  /** A model of machines like this one. */
  ESTIMATED
}
