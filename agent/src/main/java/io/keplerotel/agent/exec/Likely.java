// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An estimated figure, and where the true one is in about nine of ten cases.
 *
 * @param low in one of twenty cases it is less
 * @param figure the estimate itself
 * @param high in one of twenty cases it is more
 */
public record Likely(double low, double figure, double high) {
  /**
   * The same relative interval around another figure.
   *
   * @param whole that figure
   * @param part how much of it is estimated; the rest is certain
   */
  Likely carriedOver(double whole, double part) {
    if (figure <= 0) {
      return new Likely(whole, whole, whole);
    }
    return new Likely(whole + part * (low / figure - 1), whole, whole + part * (high / figure - 1));
  }

  /** The medians of each. */
  static Likely median(List<Likely> each) {
    return new Likely(
        median(each, Likely::low), median(each, Likely::figure), median(each, Likely::high));
  }

  private static double median(List<Likely> each, ToDoubleFunction<Likely> of) {
    return Spread.of(each.stream().map(of::applyAsDouble).toList()).median();
  }
}
