// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.stream.DoubleStream;

/** Divides in proportion. */
final class Shares {
  private Shares() {}

  /** Gives each its part by weight; nobody gets any where all weights are 0. */
  static void add(double[] toUj, double energyUj, double[] weights) {
    double sum = DoubleStream.of(weights).sum();
    for (int i = 0; i < weights.length && sum > 0; i++) {
      toUj[i] += energyUj * weights[i] / sum;
    }
  }
}
