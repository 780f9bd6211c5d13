// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.attribution.learnt.LearntWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The product with {@code cpu.counters=on}: its own ledger and its own weights. */
final class LearntRule implements Rule {
  static final List<String> EVENTS = List.of("cycles", "instructions", "cache-misses");

  private static final Map<SimulatedNode, List<Run>> TRAINING = new HashMap<>();

  private final Before before;

  LearntRule(Before before) {
    this.before = before;
  }

  /** What the agent has seen before the scenario begins. */
  enum Before {
    /** Nothing: it was just started. */
    NOTHING,
    /** Other tenants on the same machine, those that {@link CounterFits} learns from. */
    OTHERS
  }

  @Override
  public String title() {
    return before == Before.NOTHING ? "ours, counters, started now" : "ours, counters";
  }

  @Override
  public Given divide(Run run) {
    LearntWeights weights = new LearntWeights(EVENTS.size());
    if (before == Before.OTHERS) {
      training(run.scenario().node()).forEach(other -> Booked.of(other, weights));
    }
    return Booked.of(run, weights).given();
  }

  private static List<Run> training(SimulatedNode node) {
    return TRAINING.computeIfAbsent(
        node, each -> Scenarios.training(each).stream().map(Simulation::run).toList());
  }
}
