// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.stream.IntStream;

/**
 * By hardware counters, for each zone:
 *
 * <pre>
 * weight = a × time alone + b × time beside a busy sibling + c × instructions + d × misses …
 * </pre>
 *
 * <p>with the factors of {@link CounterFits}; never below 0. A factor may be: branches stand in for
 * instructions that take little.
 */
final class CounterRule extends WeightedRule {
  private final CounterSet counters;
  private final CounterFits fits;

  CounterRule(CounterSet counters) {
    this.counters = counters;
    this.fits = new CounterFits(counters);
  }

  @Override
  public String title() {
    return counters == CounterSet.TWO ? "2 counters" : "4 counters";
  }

  @Override
  double[] weights(Run run, Span second, int zone) {
    double[] factors = fits.of(run.scenario().node())[zone];
    return IntStream.range(0, run.tenants().size())
        .mapToDouble(tenant -> weight(factors, counters.of(second, tenant)))
        .toArray();
  }

  private static double weight(double[] factors, double[] counted) {
    double weight = 0;
    for (int i = 0; i < counted.length; i++) {
      weight += factors[i] * counted[i];
    }
    return Math.max(0, weight);
  }
}
