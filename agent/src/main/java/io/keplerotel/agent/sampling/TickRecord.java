// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.CpuReading;

/**
 * How ticking went.
 *
 * @param ticks how many so far
 * @param startedNs monotonic clock at the start of the last one, ns
 * @param lastNs how long the last one took, ns
 * @param totalNs how long all took together, ns
 * @param lostNs CPU time whose user is not known, since the start, ns
 * @param lostRecords in how many BPF records that was, since the start
 * @param zones how many zones the last one could read
 */
public record TickRecord(
    long ticks,
    long startedNs,
    long lastNs,
    long totalNs,
    long lostNs,
    long lostRecords,
    int zones) {
  /** Before the first tick. */
  public static final TickRecord NONE = new TickRecord(0, 0, 0, 0, 0, 0, 0);

  TickRecord next(long atNs, long tookNs, CpuReading time, int zonesNow) {
    return new TickRecord(
        ticks + 1,
        atNs,
        tookNs,
        totalNs + tookNs,
        lostNs + time.lostNs(),
        lostRecords + time.lostRecords(),
        zonesNow);
  }
}
