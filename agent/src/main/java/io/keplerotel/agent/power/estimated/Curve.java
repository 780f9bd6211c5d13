// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import java.util.List;

/**
 * Power against load, with a 90 % interval.
 *
 * @param watts at 0, 10, … 100 % of the time of all CPUs: {@value #POINTS} figures, finite and at
 *     least 0, W
 * @param low with 95 % probability it is more
 * @param high with 95 % probability it is less
 */
public record Curve(List<Double> watts, List<Double> low, List<Double> high) {
  /** Each tenth of load, and none. */
  public static final int POINTS = 11;

  private static final double UW_PER_W = 1e6;

  /**
   * Takes copies.
   *
   * @throws IllegalArgumentException if a figure is missing, not finite, negative, or outside of
   *     its interval
   */
  public Curve {
    watts = List.copyOf(watts);
    low = List.copyOf(low);
    high = List.copyOf(high);
    for (List<Double> each : List.of(watts, low, high)) {
      if (each.size() != POINTS) {
        throw new IllegalArgumentException(
            "a curve has " + POINTS + " figures, not " + each.size());
      }
    }
    for (int i = 0; i < POINTS; i++) {
      double least = low.get(i);
      double most = high.get(i);
      if (!(least >= 0
          && least <= watts.get(i)
          && watts.get(i) <= most
          && most < Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "at " + i * 10 + " % load: 0 ≤ " + least + " ≤ " + watts.get(i) + " ≤ " + most + " W?");
      }
    }
  }

  /**
   * Power at a load, between two points on a straight line, µW.
   *
   * @param utilization 0 to 1; what is outside is taken to the nearest end
   */
  public long powerUw(double utilization) {
    return Math.round(at(watts, utilization) * UW_PER_W);
  }

  /** The least that it is likely to be at a load, µW; see {@link #powerUw}. */
  public long lowUw(double utilization) {
    return Math.round(at(low, utilization) * UW_PER_W);
  }

  /** The most that it is likely to be at a load, µW; see {@link #powerUw}. */
  public long highUw(double utilization) {
    return Math.round(at(high, utilization) * UW_PER_W);
  }

  private static double at(List<Double> figures, double utilization) {
    double position = Math.clamp(utilization, 0, 1) * (POINTS - 1);
    int below = Math.min(POINTS - 2, (int) position);
    double part = position - below;
    return figures.get(below) * (1 - part) + figures.get(below + 1) * part;
  }
}
