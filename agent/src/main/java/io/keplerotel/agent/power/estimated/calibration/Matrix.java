// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

/** A small square or narrow matrix; immutable. */
final class Matrix {
  private final double[][] rows;

  Matrix(double[][] rows) {
    this.rows = rows;
  }

  double at(int row, int column) {
    return rows[row][column];
  }

  Matrix plus(Matrix other) {
    return combined(other, 1);
  }

  Matrix minus(Matrix other) {
    return combined(other, -1);
  }

  Matrix times(Matrix other) {
    int inner = other.rows.length;
    double[][] product = new double[rows.length][other.rows[0].length];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < product[0].length; j++) {
        for (int k = 0; k < inner; k++) {
          product[i][j] += rows[i][k] * other.rows[k][j];
        }
      }
    }
    return new Matrix(product);
  }

  double[] times(double[] vector) {
    double[] product = new double[rows.length];
    for (int i = 0; i < product.length; i++) {
      for (int k = 0; k < vector.length; k++) {
        product[i] += rows[i][k] * vector[k];
      }
    }
    return product;
  }

  Matrix transposed() {
    double[][] turned = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        turned[j][i] = rows[i][j];
      }
    }
    return new Matrix(turned);
  }

  /**
   * By Gauss and Jordan, with pivots.
   *
   * @throws ArithmeticException if it has none
   */
  Matrix inverse() {
    int size = rows.length;
    double[][] left = new double[size][];
    double[][] right = new double[size][size];
    for (int i = 0; i < size; i++) {
      left[i] = rows[i].clone();
      right[i][i] = 1;
    }
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int i = column + 1; i < size; i++) {
        pivot = Math.abs(left[i][column]) > Math.abs(left[pivot][column]) ? i : pivot;
      }
      swap(left, column, pivot);
      swap(right, column, pivot);
      double divisor = left[column][column];
      if (divisor == 0 || Double.isNaN(divisor)) {
        throw new ArithmeticException("a matrix without inverse");
      }
      scale(left[column], 1 / divisor);
      scale(right[column], 1 / divisor);
      for (int i = 0; i < size; i++) {
        double factor = left[i][column];
        if (i != column && factor != 0) {
          subtract(left[i], left[column], factor);
          subtract(right[i], right[column], factor);
        }
      }
    }
    return new Matrix(right);
  }

  private Matrix combined(Matrix other, int sign) {
    double[][] sum = new double[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[0].length; j++) {
        sum[i][j] = rows[i][j] + sign * other.rows[i][j];
      }
    }
    return new Matrix(sum);
  }

  private static void swap(double[][] rows, int one, int other) {
    double[] kept = rows[one];
    rows[one] = rows[other];
    rows[other] = kept;
  }

  private static void scale(double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }

  private static void subtract(double[] row, double[] other, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] -= factor * other[i];
    }
  }
}
