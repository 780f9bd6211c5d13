// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.config.MetricLevel;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.NamedSnapshot;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the heap has room for. Pages that do not fit are refused, and fewer processes are shown,
 * before memory ends; both end by themselves. Also keeps the heap near what is in it: the serial
 * collector would rather let it grow up to its limit than clear it up. {@link #tick} belongs to the
 * sampler's thread; {@link #reader} may be used by another.
 */
public final class HeapRoom {
  /** For the time in which a page is made; measured at 44,000 series: below 64 bytes. */
  private static final long PAGE_BYTES = 128;

  /** What stays of a series from one page to the next; measured at 44,000: 810 to 870 bytes. */
  private static final long LABEL_BYTES = 900;

  /** For each group of zones: idle and dynamic; and CPU time, and sums over the zones. */
  private static final int MODES = 2;

  private static final int MORE_SERIES = 3;

  /** Garbage that may gather beside an eighth of what is in use: a collection a minute or so. */
  private static final long SLACK_BYTES = 3L << 20;

  private static final int RESERVE_PARTS = 16;

  /** What a start leaves behind is cleared up once it is over. */
  private static final long START_NS = 10_000_000_000L;

  private static final long CLEAR_UP_AFTER_NS = 10_000_000_000L;
  private static final long CALM_NS = 60_000_000_000L;
  private static final long HALVE_AFTER_NS = 10_000_000_000L;

  private final Heap heap;
  private final Supplier<NamedSnapshot> latest;
  private final int mostProcesses;
  private final Set<MetricLevel> levels;
  private final LongSupplier nanoTime;
  private final long bornNs;

  private OptionalLong clearedUpNs = OptionalLong.empty();
  private OptionalLong tightNs = OptionalLong.empty();
  private long changedNs;

  /** When it was last cleared up. */
  private long inUseBytes;

  private long refused;
  private int processes;

  /**
   * Begins with room for all, until the heap says otherwise.
   *
   * @param latest what there is to show
   * @param mostProcesses how many may have counters of their own where there is room
   * @param levels whose energy a page shows
   */
  public HeapRoom(
      Heap heap,
      Supplier<NamedSnapshot> latest,
      int mostProcesses,
      Set<MetricLevel> levels,
      LongSupplier nanoTime) {
    this.heap = heap;
    this.latest = latest;
    this.mostProcesses = mostProcesses;
    this.levels = Set.copyOf(levels);
    this.nanoTime = nanoTime;
    this.bornNs = nanoTime.getAsLong();
    this.processes = mostProcesses;
  }

  /** For one kind of page, whose labels are kept from one to the next. */
  public Room reader() {
    return new Reader();
  }

  /** How many processes may have counters of their own. */
  synchronized int processes() {
    return processes;
  }

  /** For the agent's own metrics. */
  synchronized MemoryState state() {
    return new MemoryState(heap.liveBytes(), heap.limitBytes(), refused, processes);
  }

  /**
   * Looks after the heap, once a tick.
   *
   * @return what does not fit
   */
  synchronized List<Fault> tick() {
    long nowNs = nanoTime.getAsLong();
    boolean much = heap.usedBytes() > inUseBytes + inUseBytes / 8 + SLACK_BYTES;
    if (clearedUpNs.isPresent() ? much : nowNs - bornNs >= START_NS) {
      clearUp(nowNs);
    }
    if (!has(heap.limitBytes() / RESERVE_PARTS, nowNs)) {
      tightNs = OptionalLong.of(nowNs);
    }
    boolean tight = wasTightWithin(CALM_NS, nowNs);
    boolean halve = wasTightWithin(HALVE_AFTER_NS, nowNs) && nowNs - changedNs >= HALVE_AFTER_NS;
    if (halve && processes > 1) {
      change((processes + 1) / 2, nowNs);
    } else if (!tight && processes < mostProcesses && nowNs - changedNs >= CALM_NS) {
      change(Math.min(mostProcesses, processes * 2), nowNs);
    }
    return tight ? List.of(fault()) : List.of();
  }

  private boolean wasTightWithin(long timeNs, long nowNs) {
    return tightNs.isPresent() && nowNs - tightNs.getAsLong() < timeNs;
  }

  private void change(int places, long nowNs) {
    processes = places;
    changedNs = nowNs;
  }

  private Fault fault() {
    return new Fault(
        "heap",
        "memory is short: %d of %d MiB are in use, %d pages were refused with 503, %d of %d processes are shown; give the agent more, by the limit of its container or KEPLER_JAVA_OPTS=-Xmx…"
            .formatted(
                heap.liveBytes() >> 20,
                heap.limitBytes() >> 20,
                refused,
                processes,
                mostProcesses));
  }

  /** Garbage is cleared up before anything is refused, but not at every turn. */
  private boolean has(long bytes, long nowNs) {
    if (heap.limitBytes() - heap.usedBytes() >= bytes) {
      return true;
    }
    if (clearedUpNs.isEmpty() || nowNs - clearedUpNs.getAsLong() >= CLEAR_UP_AFTER_NS) {
      clearUp(nowNs);
    }
    return heap.limitBytes() - heap.liveBytes() >= bytes;
  }

  private void clearUp(long nowNs) {
    heap.clearUp();
    inUseBytes = heap.liveBytes();
    clearedUpNs = OptionalLong.of(nowNs);
  }

  private synchronized boolean takes(long bytes) {
    long nowNs = nanoTime.getAsLong();
    boolean has = has(bytes + heap.limitBytes() / RESERVE_PARTS, nowNs);
    if (!has) {
      refused++;
      tightNs = OptionalLong.of(nowNs);
    }
    return has;
  }

  private long series(NamedSnapshot published) {
    Snapshot snapshot = published.snapshot();
    long groups = snapshot.zones().stream().map(Zone::component).distinct().count();
    long shown = 0;
    if (levels.contains(MetricLevel.CONTAINER)
        || levels.contains(MetricLevel.UNIT)
        || levels.contains(MetricLevel.VM)) {
      shown += snapshot.workloads().size();
    }
    if (levels.contains(MetricLevel.POD)) {
      shown += snapshot.pods().size();
    }
    if (levels.contains(MetricLevel.PROCESS)) {
      shown += snapshot.processes().size();
    }
    if (levels.contains(MetricLevel.OWNER)) {
      shown += published.owners().size();
    }
    return shown * (groups * MODES + MORE_SERIES);
  }

  private final class Reader implements Room {
    private long known;

    @Override
    public boolean isThere() {
      long series = series(latest.get());
      boolean there = takes(series * PAGE_BYTES + Math.max(0, series - known) * LABEL_BYTES);
      if (there) {
        known = series;
      }
      return there;
    }
  }
}
