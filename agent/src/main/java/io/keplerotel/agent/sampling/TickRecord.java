// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Disagreement;
import io.keplerotel.agent.power.PowerSample;
import io.keplerotel.agent.power.PowerSample.Takeover;
import java.util.List;
import java.util.Map;

/**
 * How ticking went.
 *
 * @param ticks how many so far
 * @param startedNs monotonic clock at the start of the last one, ns
 * @param tookNs how long the last one took, ns
 * @param cpus hardware threads that were online in the last one; 0 before the first
 * @param busyNs CPU time that all have used, since the start, ns
 * @param lostNs the part of it whose user is not known, ns
 * @param lostRecords in how many BPF records that was
 * @param zonesBySource zones that each source of power read in the last one
 * @param takeovers sources that took over from others in it
 * @param compared what is known of zones that two sources show
 * @param booking what the last one could not book
 */
public record TickRecord(
    long ticks,
    long startedNs,
    long tookNs,
    int cpus,
    long busyNs,
    long lostNs,
    long lostRecords,
    Map<String, List<Zone>> zonesBySource,
    List<Takeover> takeovers,
    List<Disagreement> compared,
    Booking booking) {
  /** Before the first tick. */
  public static final TickRecord NONE =
      new TickRecord(0, 0, 0, 0, 0, 0, 0, Map.of(), List.of(), List.of(), Booking.NONE);

  /** Takes copies. */
  public TickRecord {
    zonesBySource = Map.copyOf(zonesBySource);
    takeovers = List.copyOf(takeovers);
    compared = List.copyOf(compared);
  }

  TickRecord next(Span span, int online, CpuReading time, PowerSample energy, Booking booked) {
    return new TickRecord(
        ticks + 1,
        span.startNs(),
        span.lengthNs(),
        online,
        busyNs + time.busyNs(),
        lostNs + time.lostNs(),
        lostRecords + time.lostRecords(),
        energy.zonesBySource(),
        energy.takeovers(),
        energy.compared(),
        booked);
  }

  /** When a tick began, and how long it took, ns. */
  record Span(long startNs, long lengthNs) {}
}
