// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;

/** Ordinary least squares, by coordinate descent. */
final class LeastSquares {
  private static final int ROUNDS = 20_000;

  private LeastSquares() {}

  /** The factors by which the columns of the rows come nearest to the values. */
  static double[] fit(List<double[]> rows, double[] values) {
    int columns = rows.getFirst().length;
    double[] scale = new double[columns];
    for (double[] row : rows) {
      for (int i = 0; i < columns; i++) {
        scale[i] = Math.max(scale[i], Math.abs(row[i]));
      }
    }
    double[][] products = new double[columns][columns];
    double[] right = new double[columns];
    for (int r = 0; r < values.length; r++) {
      for (int i = 0; i < columns; i++) {
        double scaled = rows.get(r)[i] / scale[i];
        right[i] += scaled * values[r];
        for (int j = 0; j < columns; j++) {
          products[i][j] += scaled * rows.get(r)[j] / scale[j];
        }
      }
    }
    double[] factors = descend(products, right);
    for (int i = 0; i < columns; i++) {
      factors[i] /= scale[i];
    }
    return factors;
  }

  private static double[] descend(double[][] products, double[] right) {
    double[] factors = new double[right.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < factors.length; i++) {
        double rest = right[i];
        for (int j = 0; j < factors.length; j++) {
          rest -= j == i ? 0 : products[i][j] * factors[j];
        }
        factors[i] = rest / products[i][i];
      }
    }
    return factors;
  }
}
