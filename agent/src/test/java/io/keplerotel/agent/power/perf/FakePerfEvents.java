// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import io.keplerotel.agent.linux.perf.PerfCounter;
import io.keplerotel.agent.linux.perf.PerfEvent;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.linux.perf.PerfException;
import io.keplerotel.agent.linux.perf.PerfException.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A kernel whose counters a test turns; what is opened begins at 0. */
public final class FakePerfEvents implements PerfEvents {
  private final Map<String, Long> counts = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private boolean denied;

  /** This event goes on by so much on this CPU, in its own unit. */
  public void count(String event, int cpu, long counts) {
    this.counts.merge(key(event, cpu), counts, Long::sum);
  }

  void deny() {
    denied = true;
  }

  /** From now on it cannot be read, until it is opened again. */
  void breakDown(String event, int cpu) {
    broken.add(key(event, cpu));
  }

  /** What is open now, such as {@code energy-pkg 0}. */
  Set<String> open() {
    return Set.copyOf(open);
  }

  @Override
  public PerfCounter open(PerfEvent event, int cpu) throws PerfException {
    String key = key(event.name().split("/", -1)[1], cpu);
    if (denied) {
      throw new PerfException("cannot count " + key + ": Permission denied", Reason.DENIED);
    }
    if (!open.add(key)) {
      throw new IllegalStateException(key + " is open already");
    }
    broken.remove(key);
    return new Counter(key, counts.getOrDefault(key, 0L));
  }

  private static String key(String event, int cpu) {
    return event + " " + cpu;
  }

  /** Counts from where it was opened. */
  private final class Counter implements PerfCounter {
    private final String key;
    private final long from;

    Counter(String key, long from) {
      this.key = key;
      this.from = from;
    }

    @Override
    public long read() throws PerfException {
      if (broken.contains(key)) {
        throw new PerfException("cannot read " + key + ": Input/output error", Reason.OTHER);
      }
      return counts.getOrDefault(key, 0L) - from;
    }

    @Override
    public int descriptor() {
      return key.hashCode();
    }

    @Override
    public void close() {
      open.remove(key);
    }
  }
}
