// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Least squares over observations that fade. The first column is a constant, 1 in every row. From a
 * chosen column on, factors are held near 0 (ridge regression): as much as the noise says that what
 * was seen may be chance, so that columns which always go together share what they say, and columns
 * that say nothing get nothing. A factor that is held may be below 0, others are left out then.
 * Keeps sums only, so it takes the same room whatever it has seen. Not thread-safe.
 *
 * <p>A factor {@code f} of a column with the standard deviation {@code s} is taken for a draw from
 * a normal distribution around 0 with the standard deviation {@code S ÷ s}, where {@code S} is that
 * of the values: a column may explain as much as there is to explain (Hoerl and Kennard 1970).
 */
final class RidgeFit {
  /** What is less than this part of a column's own square tells nothing. */
  private static final double SINGULAR = 1e-12;

  /**
   * So many observations of 1 s say as much as one whose noise is its own: what one second is off
   * by, its neighbours are off by too.
   */
  private static final double ALIKE_S = 100;

  private static final int TURNS = 4;

  private final int columns;
  private final int held;
  private final double[][] products;
  private final double[] right;
  private double squares;
  private double seen;

  /**
   * Nothing is seen.
   *
   * @param columns how many, with the constant
   * @param held columns from this one on are held near 0
   */
  RidgeFit(int columns, int held) {
    this.columns = columns;
    this.held = held;
    this.products = new double[columns][columns];
    this.right = new double[columns];
  }

  /** Lets all that was seen count less. */
  void fade(double kept) {
    seen *= kept;
    squares *= kept;
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
    squares += weight * value * value;
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

  /**
   * The best factors of the first so many columns; 0 for the others, for columns in which there was
   * nothing, and where all columns say the same. What the factors leave unexplained is the noise,
   * which says again how much is held: after a few turns neither changes.
   */
  double[] factors(int allowed) {
    double ofValues = variance(squares, right[0]);
    double noise = 1;
    double[] factors = new double[columns];
    for (int turn = 0; turn < TURNS; turn++) {
      factors = solve(columns(allowed, 1), noise);
      if (DoubleStream.of(factors).limit(held).skip(1).anyMatch(factor -> factor < 0)) {
        factors = solve(columns(allowed, held), noise);
      }
      noise = ofValues > 0 ? Math.clamp(unexplained(factors) / ofValues, 0, 1) : 1;
    }
    return factors;
  }

  /** The constant, and those from one on in which there was something. */
  private int[] columns(int allowed, int from) {
    return IntStream.range(0, allowed)
        .filter(i -> products[i][i] > 0 && (i == 0 || i >= from))
        .toArray();
  }

  /**
   * The best factors of these columns.
   *
   * @param noise the part of the values' variance that is noise
   */
  private double[] solve(int[] chosen, double noise) {
    int size = chosen.length;
    double[][] system = new double[size][size + 1];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        system[i][j] = products[chosen[i]][chosen[j]] / (scale(chosen[i]) * scale(chosen[j]));
      }
      system[i][i] += chosen[i] >= held ? hold(chosen[i], noise) : 0;
      system[i][size] = right[chosen[i]] / scale(chosen[i]);
    }
    double[] solved = eliminate(system);
    double[] factors = new double[columns];
    for (int i = 0; i < solved.length; i++) {
      factors[chosen[i]] = solved[i] / scale(chosen[i]);
    }
    return factors;
  }

  private double scale(int column) {
    return Math.sqrt(products[column][column]);
  }

  /** Noise² ÷ variance of the factor, in the scale in which the column's square is 1. */
  private double hold(int column, double noise) {
    double variance = variance(products[column][column], products[0][column]);
    return SINGULAR + ALIKE_S * noise * variance / products[column][column];
  }

  /** Mean square of what the factors do not explain. */
  private double unexplained(double[] factors) {
    double sum = squares;
    for (int i = 0; i < columns; i++) {
      sum -= 2 * factors[i] * right[i];
      for (int j = 0; j < columns; j++) {
        sum += factors[i] * products[i][j] * factors[j];
      }
    }
    return sum / seen;
  }

  private double variance(double square, double sum) {
    return Math.max(0, square / seen - sum / seen * sum / seen);
  }

  /** The matrix is positive definite where it says anything, so no rows are exchanged. */
  private static double[] eliminate(double[][] system) {
    int size = system.length;
    for (int pivot = 0; pivot < size; pivot++) {
      if (!(system[pivot][pivot] > SINGULAR)) {
        return new double[0];
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
