// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
import io.keplerotel.agent.model.ProcessKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of the kernel's sums by process what each counted since it was last asked. The layouts are
 * those of counters.h. Not thread-safe.
 *
 * <p>More events than the PMU has counters take turns. What was counted is scaled by the time in
 * which it was, as perf does: the sums of a process over the tick, not each short run, which often
 * saw an event all the time or not at all.
 */
final class ProcessCounts {
  /** Events, and sibling time. */
  static final int MOST = 6;

  static final int KEY_BYTES = 16;
  static final int VALUE_BYTES = (1 + 2 * MOST) * Long.BYTES;
  private static final int START_NS = 8;

  /** Who has not run for so many readings is let go of; if it runs again it begins again. */
  private static final int ASLEEP_READINGS = 2;

  private final List<String> events;
  private final Map<ProcessKey, Sums> known = new HashMap<>();
  private final Map<ProcessKey, Change> changes = new HashMap<>();
  private long readings;

  ProcessCounts(List<String> events) {
    this.events = List.copyOf(events);
  }

  /** Takes the sums of one process, at the buffers' positions. */
  void add(ByteBuffer key, ByteBuffer value) {
    int at = key.position();
    ProcessKey process = new ProcessKey(key.getInt(at), key.getLong(at + START_NS));
    Change change = new Change(events.size());
    Sums sums = known.computeIfAbsent(process, first -> new Sums());
    long ranNs = value.getLong(value.position());
    change.ranNs = ranNs - sums.ranNs;
    sums.ranNs = ranNs;
    for (int event = 0; event < events.size(); event++) {
      long count = value.getLong(value.position() + (1 + event) * Long.BYTES);
      long unseenNs = value.getLong(value.position() + (1 + MOST + event) * Long.BYTES);
      change.counts[event] = count - sums.counts[event];
      change.unseenNs[event] = unseenNs - sums.unseenNs[event];
      sums.counts[event] = count;
      sums.unseenNs[event] = unseenNs;
    }
    if (change.ranNs > 0) {
      sums.lastRan = readings;
      changes.put(process, change);
    }
  }

  /** What all counted since the last time; the tick is over. */
  EventCounts counts(List<Long> lost, Extent extent) {
    double[] meanPerNs = meanPerNs();
    Map<ProcessKey, long[]> byProcess = new HashMap<>();
    changes.forEach((process, change) -> byProcess.put(process, change.scaled(meanPerNs)));
    boolean isUnseen = Arrays.stream(meanPerNs).anyMatch(Double::isNaN);
    changes.clear();
    readings++;
    return new EventCounts(events, byProcess, lost, isUnseen ? Extent.PARTIAL : extent);
  }

  /** Who has slept for some readings; nothing of them is known here any more. */
  List<byte[]> letGo() {
    List<byte[]> keys = new ArrayList<>();
    known
        .entrySet()
        .removeIf(
            each -> {
              boolean sleeps = readings - each.getValue().lastRan > ASLEEP_READINGS;
              if (sleeps) {
                keys.add(key(each.getKey()));
              }
              return sleeps;
            });
    return keys;
  }

  private static byte[] key(ProcessKey process) {
    return ByteBuffer.allocate(KEY_BYTES)
        .order(ByteOrder.nativeOrder())
        .putInt(0, process.pid())
        .putLong(START_NS, process.startNs())
        .array();
  }

  /** Events in a ns of all that ran; not a number where one was never on the PMU. */
  private double[] meanPerNs() {
    double[] counts = new double[events.size()];
    double[] seenNs = new double[events.size()];
    for (Change change : changes.values()) {
      for (int event = 0; event < counts.length; event++) {
        counts[event] += change.counts[event];
        seenNs[event] += change.seenNs(event);
      }
    }
    Arrays.setAll(counts, event -> changes.isEmpty() ? 0 : counts[event] / seenNs[event]);
    return counts;
  }

  /** All that the kernel has told of a process. */
  private static final class Sums {
    private long ranNs;
    private final long[] counts = new long[MOST];
    private final long[] unseenNs = new long[MOST];
    private long lastRan;
  }

  /** What a process did since the last reading. */
  private static final class Change {
    private long ranNs;
    private final long[] counts;
    private final long[] unseenNs;

    Change(int events) {
      counts = new long[events];
      unseenNs = new long[events];
    }

    long seenNs(int event) {
      return Math.max(0, ranNs - unseenNs[event]);
    }

    /** Those who were never seen are as everybody is on average. */
    long[] scaled(double[] meanPerNs) {
      long[] scaled = counts.clone();
      for (int event = 0; event < scaled.length; event++) {
        if (unseenNs[event] > 0) {
          long seenNs = seenNs(event);
          scaled[event] =
              seenNs == 0
                  ? (long) (meanPerNs[event] * ranNs)
                  : (long) (counts[event] * ((double) ranNs / seenNs));
        }
      }
      return scaled;
    }
  }
}
