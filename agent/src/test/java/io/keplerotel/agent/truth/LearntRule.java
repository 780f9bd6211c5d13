// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.attribution.learnt.LearntWeights;
import io.keplerotel.agent.config.EventNames;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The product with {@code cpu.counters}: its own ledger and its own weights. */
final class LearntRule implements Rule {
  static final List<String> EVENTS = EventNames.USUAL;

  static final List<Long> NOTHING_LOST = Collections.nCopies(EVENTS.size(), 0L);

  private static final Map<SimulatedNode, Map<Before, List<Run>>> SEEN = new HashMap<>();

  private final Counted counted;
  private final Before before;

  LearntRule(Counted counted, Before before) {
    this.counted = counted;
    this.before = before;
  }

  /** What {@code cpu.counters} says. */
  enum Counted {
    /** On. */
    ALL,
    /** What needs no PMU. */
    SIBLING_TIME;

    /** What BPF and a PMU say of a tenant, in the order of the events; 0 of what is not counted. */
    long[] of(Span second, int tenant) {
      long siblingNs = second.siblingNs[tenant];
      return this == SIBLING_TIME
          ? new long[] {0, 0, 0, 0, 0, siblingNs}
          : new long[] {
            second.cycles[tenant],
            second.instructions[tenant],
            second.misses[tenant],
            second.branches[tenant],
            second.vectors[tenant],
            siblingNs
          };
    }
  }

  /** What the agent has seen before the scenario begins: always other tenants than those in it. */
  enum Before {
    /** Nothing: it was just started. */
    NOTHING("ours, counters, started now"),
    /** A quarter of an hour in which ten tenants come and go. */
    BURSTS("ours, counters, after bursts"),
    /** Those that {@link CounterFits} learns from: each kind by itself, and mixes. */
    EACH_KIND("ours, counters");

    private final String title;

    Before(String title) {
      this.title = title;
    }

    private List<Scenario> scenarios(SimulatedNode node) {
      return switch (this) {
        case NOTHING -> List.of();
        case BURSTS -> Scenarios.comingAndGoing(node);
        case EACH_KIND -> Scenarios.training(node);
      };
    }
  }

  @Override
  public String title() {
    return counted == Counted.SIBLING_TIME ? "ours, sibling time" : before.title;
  }

  @Override
  public Given divide(Run run) {
    LearntWeights weights = new LearntWeights(EVENTS.size());
    seen(run.scenario().node()).forEach(other -> Booked.of(other, counted, weights));
    return Booked.of(run, counted, weights).given();
  }

  private List<Run> seen(SimulatedNode node) {
    return SEEN.computeIfAbsent(node, each -> new EnumMap<>(Before.class))
        .computeIfAbsent(
            before, each -> each.scenarios(node).stream().map(Simulation::run).toList());
  }
}
