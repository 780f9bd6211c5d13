// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

/** What a rate can be, and which values are none. */
public enum RateKind {
  /** Money for a kWh; below 0 where a market pays for taking it. */
  PRICE(-1e6, 1e6),
  /** Grams of CO₂ equivalent for a kWh. */
  GRID(0, 1e6),
  /** What the building takes for each kWh of its machines. */
  PUE(1, 10);

  private final double least;
  private final double most;

  RateKind(double least, double most) {
    this.least = least;
    this.most = most;
  }

  /** Whether it can have this value. */
  public boolean has(double value) {
    return value >= least && value <= most;
  }

  /** Which values it can have, such as {@code from 1 to 10}. */
  public String bounds() {
    return "from %d to %d".formatted((long) least, (long) most);
  }
}
