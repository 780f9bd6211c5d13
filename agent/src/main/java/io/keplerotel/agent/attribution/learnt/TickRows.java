// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.ProcessKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time and events of one tick, in columns: one that is 0 here, CPU time (ns), then the events.
 */
final class TickRows {
  /** Columns before the events. */
  static final int FIRST_EVENT = 2;

  private static final int CPU_TIME = 1;

  private final int columns;
  private final Map<ProcessKey, Long> cpuNs = new HashMap<>();
  private final Map<ProcessKey, long[]> counts;

  /** Events in a ns of those whose events are known. */
  private final double[] meanPerNs;

  private final double[] lost;
  private final double[] all;

  /**
   * Puts them together.
   *
   * @param cpu all CPU time
   * @param lostNs CPU time of which it is not known whose it is, ns
   */
  TickRows(List<Usage> cpu, long lostNs, EventCounts events) {
    columns = FIRST_EVENT + events.lost().size();
    counts = events.byProcess();
    cpu.forEach(usage -> cpuNs.merge(usage.process(), usage.amount(), Long::sum));
    lost = new double[columns];
    lost[CPU_TIME] = lostNs;
    for (int event = 0; event < events.lost().size(); event++) {
      lost[FIRST_EVENT + event] = events.lost().get(event);
    }
    meanPerNs = meanPerNs();
    all = lost.clone();
    cpu.forEach(usage -> add(all, of(usage)));
  }

  /** Of one usage: its part of its process; as everybody on average where that was not seen. */
  double[] of(Usage usage) {
    double[] row = new double[columns];
    row[CPU_TIME] = usage.amount();
    long[] own = counts.get(usage.process());
    double part = usage.amount() / (double) Math.max(1, cpuNs.getOrDefault(usage.process(), 1L));
    for (int column = FIRST_EVENT; column < columns; column++) {
      row[column] =
          own == null ? meanPerNs[column] * usage.amount() : own[column - FIRST_EVENT] * part;
    }
    return row;
  }

  /** Of those who are not known. */
  double[] lost() {
    return lost;
  }

  /** Of all, known or not. */
  double[] all() {
    return all.clone();
  }

  /** Who counted without any CPU time ran when that was not read any more: nobody knows them. */
  private double[] meanPerNs() {
    double[] mean = new double[columns];
    double knownNs = 0;
    for (Map.Entry<ProcessKey, long[]> each : counts.entrySet()) {
      Long ns = cpuNs.get(each.getKey());
      knownNs += ns == null ? 0 : ns;
      double[] to = ns == null ? lost : mean;
      for (int event = 0; event < each.getValue().length; event++) {
        to[FIRST_EVENT + event] += each.getValue()[event];
      }
    }
    for (int column = FIRST_EVENT; column < columns; column++) {
      mean[column] = knownNs > 0 ? mean[column] / knownNs : 0;
    }
    return mean;
  }

  private static void add(double[] to, double[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
