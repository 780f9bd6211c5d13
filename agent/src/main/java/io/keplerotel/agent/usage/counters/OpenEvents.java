// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.linux.perf.PerfCounter;
import io.keplerotel.agent.linux.perf.PerfEvent;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.linux.perf.PerfException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Events that are counted on every CPU that is online. One that cannot be had on all of them is
 * left out: who runs elsewhere would seem to do nothing. Not thread-safe.
 */
final class OpenEvents implements AutoCloseable {
  private final PerfEvents kernel;
  private final Set<Integer> cpus;
  private final Map<PerfEvent, Map<Integer, PerfCounter>> open = new LinkedHashMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();

  /**
   * Nothing is open yet.
   *
   * @param cpus those that are online
   */
  OpenEvents(PerfEvents kernel, List<Integer> cpus) {
    this.kernel = kernel;
    this.cpus = new TreeSet<>(cpus);
  }

  /** Opens what can be had of these. */
  void open(List<PerfEvent> wanted) {
    for (PerfEvent event : wanted) {
      Map<Integer, PerfCounter> counters = new LinkedHashMap<>();
      try {
        for (int cpu : cpus) {
          counters.put(cpu, kernel.open(event, cpu));
        }
        open.put(event, counters);
      } catch (PerfException e) {
        counters.values().forEach(PerfCounter::close);
        leftOut.put(event.name(), e.getMessage());
      }
    }
  }

  /** What is counted, in the order of the numbers that the programs know. */
  List<PerfEvent> events() {
    return List.copyOf(open.keySet());
  }

  /** Why others are not. */
  Map<String, String> leftOut() {
    return leftOut;
  }

  /** On which CPUs. */
  Set<Integer> cpus() {
    return Set.copyOf(cpus);
  }

  /** All descriptors of a CPU, in the order of the events. */
  List<Integer> descriptors(int cpu) {
    List<Integer> descriptors = new ArrayList<>();
    open.values()
        .forEach(
            counters -> {
              PerfCounter counter = counters.get(cpu);
              if (counter != null) {
                descriptors.add(counter.descriptor());
              }
            });
    return descriptors;
  }

  /** A CPU came online, or back: whatever was open there counts nothing any more. */
  void reopen(int cpu) throws PerfException {
    forget(cpu);
    cpus.add(cpu);
    for (Map.Entry<PerfEvent, Map<Integer, PerfCounter>> each : open.entrySet()) {
      each.getValue().put(cpu, kernel.open(each.getKey(), cpu));
    }
  }

  /** A CPU is gone. */
  void forget(int cpu) {
    cpus.remove(cpu);
    for (Map<Integer, PerfCounter> counters : open.values()) {
      PerfCounter counter = counters.remove(cpu);
      if (counter != null) {
        counter.close();
      }
    }
  }

  @Override
  public void close() {
    open.values().forEach(counters -> counters.values().forEach(PerfCounter::close));
    open.clear();
  }
}
