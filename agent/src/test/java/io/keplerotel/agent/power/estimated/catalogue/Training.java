// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Fits a regression to published servers, robustly: a machine that lies far from those like it
 * counts less.
 */
final class Training {
  /** Degrees of freedom of the heavy-tailed distribution that peculiarities are taken to have. */
  private static final double FREEDOM = 4;

  private static final int ROUNDS = 4;

  private final Terms terms;
  private final List<Point> points;
  private final double[] logs;
  private final double[][] common;
  private final double[] noise;
  private double[] weights = {};
  private double[][] inverse = {};

  /**
   * Fits.
   *
   * @param logs logarithm of the power of each, W
   */
  Training(Terms terms, List<Point> points, double[] logs) {
    this.terms = terms;
    this.points = points;
    this.logs = logs;
    this.common = common();
    this.noise = new double[points.size()];
    fit();
  }

  Regression regression() {
    return new Regression(terms, points, weights, noise);
  }

  private double[][] common() {
    double[][] matrix = new double[points.size()][points.size()];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = terms.common(points.get(i), points.get(j));
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  private void fit() {
    double peculiar = terms.noise() * terms.noise();
    Arrays.fill(noise, peculiar);
    for (int round = 0; round < ROUNDS; round++) {
      double[][] factor = factor();
      double[] found = solve(factor);
      for (int i = 0; i < noise.length; i++) {
        double steps = noise[i] * found[i] / terms.noise();
        noise[i] = peculiar * (FREEDOM + steps * steps) / (FREEDOM + 1);
      }
    }
    weights = solve(factor());
  }

  private double[][] factor() {
    double[][] matrix = new double[points.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = common[i].clone();
      matrix[i][i] += noise[i];
    }
    Cholesky.factor(matrix);
    return matrix;
  }

  private double[] solve(double[][] factor) {
    double[] right = new double[logs.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = logs[i] - Regression.MIDDLE;
    }
    Cholesky.forward(factor, right);
    Cholesky.backward(factor, right);
    return right;
  }

  /** What would have been expected of a machine without it and all with the same key. */
  <K> List<Regression.Expected> leftOut(Function<Integer, K> key) {
    if (inverse.length == 0) {
      invert();
    }
    Map<K, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < points.size(); i++) {
      groups.computeIfAbsent(key.apply(i), k -> new ArrayList<>()).add(i);
    }
    Regression.Expected[] all = new Regression.Expected[points.size()];
    groups.values().forEach(group -> leaveOut(group, all));
    return List.of(all);
  }

  private void leaveOut(List<Integer> group, Regression.Expected[] all) {
    int size = group.size();
    double[][] block = new double[size][size];
    double[] deviation = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        block[i][j] = inverse[group.get(i)][group.get(j)];
      }
      deviation[i] = weights[group.get(i)];
    }
    Cholesky.factor(block);
    Cholesky.forward(block, deviation);
    Cholesky.backward(block, deviation);
    for (int i = 0; i < size; i++) {
      double[] unit = new double[size];
      unit[i] = 1;
      Cholesky.forward(block, unit);
      double variance = 0;
      for (double each : unit) {
        variance += each * each;
      }
      int index = group.get(i);
      double own = terms.spread() * terms.spread();
      all[index] =
          new Regression.Expected(
              logs[index] - deviation[i], Math.sqrt(Math.max(0, variance - noise[index]) + own));
    }
  }

  private void invert() {
    double[][] factor = factor();
    inverse = new double[points.size()][];
    for (int i = 0; i < inverse.length; i++) {
      double[] unit = new double[points.size()];
      unit[i] = 1;
      Cholesky.forward(factor, unit);
      Cholesky.backward(factor, unit);
      inverse[i] = unit;
    }
  }
}
