// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import io.keplerotel.agent.linux.perf.PerfCounter;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.linux.perf.PerfException;
import io.keplerotel.agent.linux.perf.Pmu;
import io.keplerotel.agent.model.Zone;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A zone that one event counts, on one CPU of its package or on one of each core. Its energy never
 * falls: what a CPU has counted stays when the CPU goes. Used by the sampler's thread.
 */
final class PerfZone {
  private static final double UJ_PER_J = 1e6;

  final Zone zone;
  private final Pmu.Scaled event;
  private final Map<Integer, Open> counters = new TreeMap<>();
  private long closedCount;
  private boolean isWhole;

  PerfZone(Zone zone, Pmu.Scaled event) {
    this.zone = zone;
    this.event = event;
  }

  /**
   * Counts on these CPUs from now on, and on no others; once more where the kernel has given up.
   */
  void countOn(Collection<Integer> cpus, PerfEvents events) throws PerfException {
    isWhole = false;
    counters
        .entrySet()
        .removeIf(
            entry -> {
              Open open = entry.getValue();
              boolean ends = open.failed || !cpus.contains(entry.getKey());
              if (ends) {
                closedCount += open.end();
              }
              return ends;
            });
    for (int cpu : cpus) {
      if (!counters.containsKey(cpu)) {
        counters.put(cpu, new Open(events.open(event.event(), cpu)));
      }
    }
    isWhole = true;
  }

  /** Whether it is counted on all of its CPUs. */
  boolean isCounted() {
    return isWhole && !counters.isEmpty();
  }

  /** Energy since it was first counted, µJ. */
  long readUj() throws PerfException {
    long count = closedCount;
    for (Open open : counters.values()) {
      count += open.read();
    }
    // 2^-32 J in 53 bits: less than 1 µJ off in 10^15.
    return (long) (count * (event.scale() * UJ_PER_J));
  }

  /** A counter with what it has shown last. */
  private static final class Open {
    private final PerfCounter counter;
    private long count;
    private boolean failed;

    Open(PerfCounter counter) {
      this.counter = counter;
    }

    long read() throws PerfException {
      failed = true;
      count = counter.read();
      failed = false;
      return count;
    }

    /** What it has counted in all. */
    long end() {
      try {
        return read();
      } catch (PerfException ignored) {
        // Its CPU is gone: what it has shown last is what is known.
        return count;
      } finally {
        counter.close();
      }
    }
  }
}
