// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures as they are written. */
public final class Decimals {
  private static final int MICRO = 6;

  private Decimals() {}

  /** So many significant digits, never an exponent: {@code 0.0000171}, {@code 1234}. */
  public static String significant(double figure, int digits) {
    BigDecimal rounded =
        BigDecimal.valueOf(figure)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }

  /** Millionths as a whole, exactly: µJ as J, µs as s, µW as W. */
  static BigDecimal ofMicro(long millionths) {
    return BigDecimal.valueOf(millionths, MICRO);
  }

  /** For programs: seven significant digits. */
  public static BigDecimal of(double figure) {
    return new BigDecimal(significant(figure, 7));
  }
}
