// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.CpuReading;
import java.util.List;
import java.util.Map;

/**
 * How ticking went.
 *
 * @param ticks how many so far
 * @param startedNs monotonic clock at the start of the last one, ns
 * @param tookNs how long the last one took, ns
 * @param busyNs CPU time that all have used, since the start, ns
 * @param lostNs the part of it whose user is not known, ns
 * @param lostRecords in how many BPF records that was
 * @param zonesBySource how many zones each source of power could read in the last one
 * @param resetZones ids of the zones whose counters were reset before the last one
 */
public record TickRecord(
    long ticks,
    long startedNs,
    long tookNs,
    long busyNs,
    long lostNs,
    long lostRecords,
    Map<String, Integer> zonesBySource,
    List<String> resetZones) {
  /** Before the first tick. */
  public static final TickRecord NONE = new TickRecord(0, 0, 0, 0, 0, 0, Map.of(), List.of());

  /** Copies. */
  public TickRecord {
    zonesBySource = Map.copyOf(zonesBySource);
    resetZones = List.copyOf(resetZones);
  }

  TickRecord next(
      long atNs,
      long durationNs,
      CpuReading time,
      Map<String, Integer> zones,
      List<String> resets) {
    return new TickRecord(
        ticks + 1,
        atNs,
        durationNs,
        busyNs + time.busyNs(),
        lostNs + time.lostNs(),
        lostRecords + time.lostRecords(),
        zones,
        resets);
  }
}
