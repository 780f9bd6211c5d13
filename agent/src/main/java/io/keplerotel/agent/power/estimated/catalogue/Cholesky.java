// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

/** Linear equations with a symmetric, positive definite matrix. */
public final class Cholesky {
  private Cholesky() {}

  /**
   * Replaces the lower triangle by its factor L, so that L Lᵀ is the matrix.
   *
   * @throws ArithmeticException if the matrix is not positive definite
   */
  public static void factor(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      double[] row = matrix[i];
      for (int j = 0; j <= i; j++) {
        double[] other = matrix[j];
        double sum = row[j];
        for (int k = 0; k < j; k++) {
          sum -= row[k] * other[k];
        }
        if (i > j) {
          row[j] = sum / other[j];
        } else if (sum > 0) {
          row[i] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException("not positive definite at row " + i);
        }
      }
    }
  }

  /** Solves L x = right, in place. */
  public static void forward(double[][] factor, double[] right) {
    for (int i = 0; i < right.length; i++) {
      double sum = right[i];
      for (int k = 0; k < i; k++) {
        sum -= factor[i][k] * right[k];
      }
      right[i] = sum / factor[i][i];
    }
  }

  /** Solves Lᵀ x = right, in place. */
  public static void backward(double[][] factor, double[] right) {
    for (int i = right.length - 1; i >= 0; i--) {
      right[i] /= factor[i][i];
      for (int k = 0; k < i; k++) {
        right[k] -= factor[i][k] * right[i];
      }
    }
  }
}
