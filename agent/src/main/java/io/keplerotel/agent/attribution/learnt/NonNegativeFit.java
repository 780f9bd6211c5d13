// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import java.util.Arrays;

/**
 * Least squares in which no factor is below 0, over observations that fade. Keeps sums only, so it
 * takes the same room whatever it has seen. Not thread-safe.
 *
 * <p>The best factors are found by trying every set of columns: with six columns these are 63 small
 * systems, and no iteration that might not end.
 */
final class NonNegativeFit {
  /** What is less than this part of the greatest pivot tells nothing. */
  private static final double SINGULAR = 1e-9;

  /** So much of an observation speaks for a factor of 0, where columns say the same. */
  private static final double HOLD = 0.1;

  private final int columns;

  /** From which column on factors are held near 0. */
  private final int held;

  private final double[][] products;
  private final double[] right;
  private double seen;

  /**
   * Nothing is seen.
   *
   * @param columns how many, with the constant
   * @param held columns from this one on are held near 0, a little: those before go first
   */
  NonNegativeFit(int columns, int held) {
    this.columns = columns;
    this.held = held;
    this.products = new double[columns][columns];
    this.right = new double[columns];
  }

  /** Lets all that was seen count less. */
  void fade(double kept) {
    seen *= kept;
    for (int i = 0; i < columns; i++) {
      right[i] *= kept;
      for (int j = 0; j < columns; j++) {
        products[i][j] *= kept;
      }
    }
  }

  /** Takes an observation in. */
  void observe(double[] row, double value, double weight) {
    seen += weight;
    for (int i = 0; i < columns; i++) {
      right[i] += weight * row[i] * value;
      for (int j = 0; j < columns; j++) {
        products[i][j] += weight * row[i] * row[j];
      }
    }
  }

  /** Weights of all that was seen and has not faded. */
  double seen() {
    return seen;
  }

  /** The best factors of the first so many columns; 0 for the others. */
  double[] factors(int allowed) {
    double[] best = new double[columns];
    double most = 0;
    for (int set = 1; set < 1 << allowed; set++) {
      int[] chosen = chosen(set, allowed);
      double[] factors = solve(chosen);
      double explained = 0;
      for (int i = 0; i < factors.length; i++) {
        explained =
            factors[i] < 0 ? Double.NEGATIVE_INFINITY : explained + factors[i] * right[chosen[i]];
      }
      if (explained > most) {
        most = explained;
        Arrays.fill(best, 0);
        for (int i = 0; i < factors.length; i++) {
          best[chosen[i]] = factors[i];
        }
      }
    }
    return best;
  }

  private static int[] chosen(int set, int allowed) {
    int[] chosen = new int[Integer.bitCount(set)];
    int next = 0;
    for (int column = 0; column < allowed; column++) {
      if ((set & (1 << column)) != 0) {
        chosen[next++] = column;
      }
    }
    return chosen;
  }

  /** By elimination, each column scaled to 1; negative where the system says nothing. */
  private double[] solve(int[] chosen) {
    int size = chosen.length;
    double[][] system = new double[size][size + 1];
    double[] scale = new double[size];
    for (int i = 0; i < size; i++) {
      scale[i] = Math.sqrt(products[chosen[i]][chosen[i]]);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        system[i][j] = products[chosen[i]][chosen[j]] / (scale[i] * scale[j]);
      }
      system[i][i] += chosen[i] >= held ? HOLD / seen : 0;
      system[i][size] = right[chosen[i]] / scale[i];
    }
    double[] factors = eliminate(system);
    for (int i = 0; i < factors.length; i++) {
      factors[i] /= scale[i];
    }
    return factors;
  }

  /** The matrix is positive definite where it says anything, so no rows are exchanged. */
  private static double[] eliminate(double[][] system) {
    int size = system.length;
    for (int pivot = 0; pivot < size; pivot++) {
      if (!(system[pivot][pivot] > SINGULAR)) {
        return new double[] {-1};
      }
      for (int row = pivot + 1; row < size; row++) {
        double factor = system[row][pivot] / system[pivot][pivot];
        for (int column = pivot; column <= size; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    double[] factors = new double[size];
    for (int row = size - 1; row >= 0; row--) {
      double rest = system[row][size];
      for (int column = row + 1; column < size; column++) {
        rest -= system[row][column] * factors[column];
      }
      factors[row] = rest / system[row][row];
    }
    return factors;
  }
}
