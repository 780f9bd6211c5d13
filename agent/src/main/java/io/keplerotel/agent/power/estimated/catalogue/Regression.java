// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the logarithm of a machine's power from those of published ones: ridge regression, and what
 * machines near to it deviate from that, in one (a Gaussian process).
 */
public final class Regression {
  /** The logarithm of power that the prior is around; any would do. */
  static final double MIDDLE = 5;

  /** So many of the nearest tell how certain it is; more change nothing that could be seen. */
  private static final int NEAREST = 64;

  private final Terms terms;
  private final List<Point> points;
  private final double[] weights;
  private final double[] noise;

  /** Of its parts; arrays are not copied. */
  Regression(Terms terms, List<Point> points, double[] weights, double[] noise) {
    this.terms = terms;
    this.points = points;
    this.weights = weights;
    this.noise = noise;
  }

  /** How much machines have in common. */
  Terms terms() {
    return terms;
  }

  /** The published ones. */
  List<Point> points() {
    return points;
  }

  /** Of each, as the fit has found them. */
  double[] weights() {
    return weights;
  }

  /** Variance of what is peculiar to each. */
  double[] noise() {
    return noise;
  }

  /**
   * What is expected.
   *
   * @param log logarithm of the power in W
   * @param deviation its standard deviation
   */
  public record Expected(double log, double deviation) {}

  /** What is expected of a machine that was not published. */
  Expected at(Point machine) {
    double[] common = new double[points.size()];
    double log = MIDDLE;
    for (int i = 0; i < common.length; i++) {
      common[i] = terms.common(machine, points.get(i));
      log += common[i] * weights[i];
    }
    return new Expected(log, Math.sqrt(variance(machine, common)));
  }

  private double variance(Point machine, double[] common) {
    int[] near = nearest(common);
    double[][] matrix = new double[near.length][near.length];
    double[] right = new double[near.length];
    for (int i = 0; i < near.length; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = terms.common(points.get(near[i]), points.get(near[j]));
      }
      matrix[i][i] += noise[near[i]];
      right[i] = common[near[i]];
    }
    Cholesky.factor(matrix);
    Cholesky.forward(matrix, right);
    double known = 0;
    for (double each : right) {
      known += each * each;
    }
    double peculiar = terms.spread() * terms.spread();
    return Math.max(0, terms.common(machine, machine) - known) + peculiar;
  }

  /** Those that differ least from a machine with which they have this in common. */
  private int[] nearest(double[] common) {
    double[] apart = new double[common.length];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = terms.common(points.get(i), points.get(i)) - 2 * common[i];
    }
    PriorityQueue<Integer> kept = new PriorityQueue<>((a, b) -> Double.compare(apart[b], apart[a]));
    for (int i = 0; i < apart.length; i++) {
      kept.add(i);
      if (kept.size() > NEAREST) {
        kept.remove();
      }
    }
    return kept.stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
