// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * What the machine did in one tick.
 *
 * @param elapsedNs length of the tick, ns; 0 at the first
 * @param busyNs on-CPU time of all tasks in it, ns
 * @param cpus hardware threads online
 */
public record TickLoad(long elapsedNs, long busyNs, int cpus) {
  /** The moment in which it ends, in which nothing happens. */
  public TickLoad atItsEnd() {
    return new TickLoad(0, 0, cpus);
  }

  /** Busy part of all hardware threads, 0–1. */
  public double utilization() {
    double capacityNs = (double) elapsedNs * cpus;
    return capacityNs <= 0 ? 0 : Math.min(1, busyNs / capacityNs);
  }
}
