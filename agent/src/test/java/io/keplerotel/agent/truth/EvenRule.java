// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.Arrays;

/** Equally among all that live: energy ÷ number of tenants, the system's daemons being one. */
final class EvenRule extends WeightedRule {
  @Override
  public String title() {
    return "even split";
  }

  @Override
  double[] weights(Run run, Span second, int zone) {
    double[] weights = new double[run.tenants().size()];
    Arrays.fill(weights, 1);
    return weights;
  }
}
