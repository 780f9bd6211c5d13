// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What several points at about the same load say together.
 *
 * @param utilization their mean, 0–1
 * @param watts their mean without those that lie far off, W
 * @param deviation standard deviation of that mean, W
 * @param points how many it is made from
 */
public record Level(double utilization, double watts, double deviation, int points) {
  /** Points that lie so many deviations off say something else, such as a reading that was late. */
  private static final double FAR = 4;

  /** From the median absolute deviation to the standard deviation of a normal distribution. */
  private static final double NORMAL = 1.4826;

  private static final int BINS = 20;
  private static final int FEWEST_IN_BIN = 5;

  /**
   * Of points that were read at one load.
   *
   * @param slope how power rises with utilization there, W: the load is never quite the same
   * @throws IllegalArgumentException if there are none
   */
  static Level of(List<Point> points, double slope) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a level of no points");
    }
    double utilization = points.stream().mapToDouble(Point::utilization).average().orElseThrow();
    double[] watts =
        points.stream()
            .mapToDouble(p -> p.watts() - slope * (p.utilization() - utilization))
            .toArray();
    double middle = median(watts);
    double[] distances = new double[watts.length];
    for (int i = 0; i < watts.length; i++) {
      distances[i] = Math.abs(watts[i] - middle);
    }
    double reach = FAR * NORMAL * median(distances) + 1e-9 * Math.abs(middle);
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < watts.length; i++) {
      if (distances[i] <= reach) {
        kept.add(watts[i]);
      }
    }
    double mean = kept.stream().mapToDouble(Double::doubleValue).average().orElse(middle);
    double squares = kept.stream().mapToDouble(w -> (w - mean) * (w - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, kept.size() - 1) / Math.max(1, kept.size()));
    return new Level(utilization, mean, deviation, kept.size());
  }

  /** One level of each list that is not empty, by load. */
  public static List<Level> ofEach(List<List<Point>> groups) {
    double slope = slope(groups);
    return groups.stream()
        .filter(group -> !group.isEmpty())
        .map(group -> of(group, slope))
        .sorted(Comparator.comparingDouble(Level::utilization))
        .toList();
  }

  /** Of points at any load: a level for each twentieth of utilization with enough of them. */
  public static List<Level> byLoad(List<Point> points) {
    Map<Long, List<Point>> bins = new TreeMap<>();
    for (Point point : points) {
      bins.computeIfAbsent(Math.round(point.utilization() * BINS), bin -> new ArrayList<>())
          .add(point);
    }
    return ofEach(bins.values().stream().filter(bin -> bin.size() >= FEWEST_IN_BIN).toList());
  }

  /** From the mean of the least busy group to that of the busiest, W for all of the CPUs. */
  private static double slope(List<List<Point>> groups) {
    List<Point> means =
        groups.stream()
            .filter(group -> !group.isEmpty())
            .map(Level::mean)
            .sorted(Comparator.comparingDouble(Point::utilization))
            .toList();
    if (means.size() < 2) {
      return 0;
    }
    double width = means.getLast().utilization() - means.getFirst().utilization();
    return width <= 0 ? 0 : (means.getLast().watts() - means.getFirst().watts()) / width;
  }

  private static Point mean(List<Point> points) {
    return new Point(
        points.stream().mapToDouble(Point::utilization).average().orElseThrow(),
        points.stream().mapToDouble(Point::watts).average().orElseThrow());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
