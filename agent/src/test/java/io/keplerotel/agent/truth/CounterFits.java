// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What time and events take on a node, learnt from the node's counters while others than the judged
 * tenants run. Nothing of the truth is used.
 */
final class CounterFits {
  private final CounterSet counters;
  private final Map<SimulatedNode, double[][]> fits = new HashMap<>();

  CounterFits(CounterSet counters) {
    this.counters = counters;
  }

  /** µJ by zone for one of each of the counters. */
  double[][] of(SimulatedNode node) {
    return fits.computeIfAbsent(node, this::fit);
  }

  private double[][] fit(SimulatedNode node) {
    List<double[]> rows = new ArrayList<>();
    List<Span> seconds = new ArrayList<>();
    for (Scenario scenario : Scenarios.training(node)) {
      seconds.addAll(Simulation.run(scenario).seconds());
    }
    for (Span second : seconds) {
      double[] counted = counters.ofNode(second);
      double[] row = Arrays.copyOf(counted, counted.length + 1);
      row[counted.length] = 1; // idle power
      rows.add(row);
    }
    return new double[][] {
      LeastSquares.fit(rows, seconds.stream().mapToDouble(Span::packageUj).toArray()),
      LeastSquares.fit(rows, seconds.stream().mapToDouble(Span::dramUj).toArray())
    };
  }
}
