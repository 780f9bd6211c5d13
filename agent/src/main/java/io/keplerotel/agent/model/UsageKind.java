// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * A kind of use by which the dynamic energy of a zone is divided. Each zone names its kind, and
 * whoever used something says how much of which; amounts of one kind have one unit and are only
 * compared with each other.
 *
 * @param measure what is counted
 * @param device on which piece of hardware, or until which meter is read; empty where all of its
 *     kind are one
 */
public record UsageKind(Measure measure, String device) {
  /** On-CPU time of all CPUs together. */
  public static final UsageKind CPU_TIME = new UsageKind(Measure.CPU_TIME, "");

  // Written out for the same reason as ProcessKey's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UsageKind kind && measure == kind.measure && device.equals(kind.device);
  }

  @Override
  public int hashCode() {
    return measure.hashCode() * 31 + device.hashCode();
  }

  /** What is counted, and its unit. */
  public enum Measure {
    /** ns. */
    CPU_TIME,
    /** Time in which the GPU worked for somebody, ns. */
    GPU_TIME,
    /** What a model that was learnt holds somebody's work to have taken of a zone, nJ. */
    LEARNT
  }

  /**
   * CPU time between two readings of a meter that is read less often than the ticks are: what the
   * meter counts is divided by who used the machine in that same time.
   *
   * @param meter the source of power
   */
  public static UsageKind cpuTimeBetween(String meter) {
    return new UsageKind(Measure.CPU_TIME, meter);
  }

  /** Whether it is time on a GPU. */
  public boolean isGpuTime() {
    return measure == Measure.GPU_TIME;
  }

  /** Whether use is held back until a meter is read. */
  public boolean isHeldBack() {
    return measure == Measure.CPU_TIME && !device.isEmpty();
  }

  /** What work takes of a zone, as it was learnt. */
  public static UsageKind learnt(String zone) {
    return new UsageKind(Measure.LEARNT, zone);
  }

  /** Whether amounts are time in which something was used, and are booked when it is. */
  public boolean isTime() {
    return measure != Measure.LEARNT && !isHeldBack();
  }

  /** Time on one GPU: nobody pays for another one's energy. */
  public static UsageKind gpuTime(String device) {
    return new UsageKind(Measure.GPU_TIME, device);
  }
}
