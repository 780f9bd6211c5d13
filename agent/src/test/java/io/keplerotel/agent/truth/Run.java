// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.ArrayList;
import java.util.List;

/**
 * A scenario that has been run.
 *
 * @param tenants those of the scenario and, last, the system's daemons
 * @param seconds what happened, second by second, the quiet ones first
 */
record Run(Scenario scenario, List<Tenant> tenants, List<Span> seconds) {
  Run {
    tenants = List.copyOf(tenants);
    seconds = List.copyOf(seconds);
  }

  /** How many tenants are judged: all but the system's daemons. */
  int judgedTenants() {
    return tenants.size() - 1;
  }

  /** All that happened, in intervals of this length, s. */
  List<Span> intervals(int lengthS) {
    List<Span> intervals = new ArrayList<>();
    for (int start = 0; start < seconds.size(); start += lengthS) {
      intervals.add(sum(start, Math.min(start + lengthS, seconds.size())));
    }
    return intervals;
  }

  /** How many intervals of this length are over before the judged time begins. */
  int quietIntervals(int lengthS) {
    return scenario.quietS() / lengthS;
  }

  /** What happened in the judged time. */
  Span judged() {
    return sum(scenario.quietS(), seconds.size());
  }

  private Span sum(int from, int to) {
    Span sum = new Span(tenants.size(), scenario.node().cpus());
    seconds.subList(from, to).forEach(sum::add);
    return sum;
  }
}
