// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.linux.perf.PerfCounter;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.linux.perf.PerfException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events that are counted on every CPU that is online. One that cannot be had on all of them is
 * left out: who runs elsewhere would seem to do nothing. Not thread-safe.
 */
final class OpenEvents implements AutoCloseable {
  private final PerfEvents kernel;
  private final Map<CountedEvent, Map<Integer, PerfCounter>> open = new LinkedHashMap<>();
  private final Map<CountedEvent, String> leftOut = new LinkedHashMap<>();

  OpenEvents(PerfEvents kernel) {
    this.kernel = kernel;
  }

  /** Opens what can be had of these. */
  void open(List<CountedEvent> wanted, List<Integer> cpus) {
    for (CountedEvent event : wanted) {
      Map<Integer, PerfCounter> counters = new LinkedHashMap<>();
      try {
        for (int cpu : cpus) {
          counters.put(cpu, kernel.open(event.event(), cpu));
        }
        open.put(event, counters);
      } catch (PerfException e) {
        counters.values().forEach(PerfCounter::close);
        leftOut.put(event, e.getMessage());
      }
    }
  }

  /** What is counted, in the order of the numbers that the programs know. */
  List<CountedEvent> events() {
    return List.copyOf(open.keySet());
  }

  /** Why others are not. */
  Map<CountedEvent, String> leftOut() {
    return leftOut;
  }

  /** On which CPUs. */
  Set<Integer> cpus() {
    return open.isEmpty() ? Set.of() : Set.copyOf(open.values().iterator().next().keySet());
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
    for (Map.Entry<CountedEvent, Map<Integer, PerfCounter>> each : open.entrySet()) {
      each.getValue().put(cpu, kernel.open(each.getKey().event(), cpu));
    }
  }

  /** A CPU is gone. */
  void forget(int cpu) {
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
