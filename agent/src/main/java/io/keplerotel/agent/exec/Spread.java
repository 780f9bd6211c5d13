// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.List;

/**
 * How far some figures lie apart.
 *
 * @param deviation standard deviation of a sample; 0 of fewer than two
 */
public record Spread(double median, double least, double most, double deviation) {
  /**
   * Of figures in any order.
   *
   * @param figures at least one
   */
  public static Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    double mean = sorted.stream().mapToDouble(figure -> figure).average().orElse(0);
    double squares = sorted.stream().mapToDouble(figure -> (figure - mean) * (figure - mean)).sum();
    double deviation = size < 2 ? 0 : Math.sqrt(squares / (size - 1));
    return new Spread(median, sorted.getFirst(), sorted.getLast(), deviation);
  }
}
