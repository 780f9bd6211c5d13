// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as the start page writes them: three digits that say something. */
final class Figures {
  private static final double J_PER_WH = 3_600;

  private Figures() {}

  /** In which unit energy is told. */
  enum Unit {
    JOULES("J", 1),
    WATT_HOURS("Wh", J_PER_WH),
    KILOWATT_HOURS("kWh", 1e3 * J_PER_WH);

    private static final double MOST_JOULES = 10_000;
    private static final double MOST_WATT_HOURS = 1_000;

    private final String symbol;
    private final double joules;

    Unit(String symbol, double joules) {
      this.symbol = symbol;
      this.joules = joules;
    }

    /** In which this figure, and all that are smaller, read well. */
    static Unit of(double joules) {
      return joules < MOST_JOULES
          ? JOULES
          : joules < MOST_WATT_HOURS * J_PER_WH ? WATT_HOURS : KILOWATT_HOURS;
    }

    String symbol() {
      return symbol;
    }

    /** Without its symbol. */
    String figure(double energyJoules) {
      return watts(energyJoules / joules);
    }
  }

  /** Also of other quantities. */
  static String watts(double value) {
    return value >= 100 ? "%,.0f".formatted(value) : number(value);
  }

  static String number(double value) {
    return value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
  }

  /** Two digits of what is below 0.1, so that a fraction of a cent is not nothing. */
  static String small(double value) {
    return value <= 0 || value >= 0.1
        ? watts(value)
        : BigDecimal.valueOf(value).round(new MathContext(2)).toPlainString();
  }

  /** Without a point where there is nothing behind it. */
  static String plain(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : Double.toString(value);
  }

  static String percent(double part, double whole) {
    return "%.1f".formatted(whole <= 0 ? 0 : Math.clamp(100 * part / whole, 0.0, 100.0));
  }
}
