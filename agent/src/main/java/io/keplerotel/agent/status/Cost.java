// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the agent costs and does. Immutable.
 *
 * @param own what its process has used
 * @param kubernetes what the names of pods cost; empty where nobody is asked
 * @param memory how it gets along with its memory; empty before the first tick
 * @param pushes what became of its pushes
 */
public record Cost(
    Own own, Optional<Kubernetes> kubernetes, Optional<MemoryState> memory, Pushes pushes) {
  /** Nothing is known. */
  public static final Cost UNKNOWN =
      new Cost(Own.UNKNOWN, Optional.empty(), Optional.empty(), new Pushes(0, 0, 0));

  /**
   * What the agent's own process has used since it started; what is not known is absent.
   *
   * @param energyUj dynamic energy, package + dram + GPU + other, µJ
   * @param cpuNs CPU time, ns
   * @param residentBytes resident memory now
   */
  public record Own(OptionalLong energyUj, OptionalLong cpuNs, OptionalLong residentBytes) {
    /** Nothing is known. */
    public static final Own UNKNOWN =
        new Own(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  /**
   * What is known from Kubernetes.
   *
   * @param calls requests so far
   * @param pods that are known now
   */
  public record Kubernetes(long calls, int pods) {}

  /**
   * Pushes by OTLP so far.
   *
   * @param ok those that were accepted
   * @param failed those that were not
   * @param rejected data points that were not taken, of pushes that were accepted
   */
  public record Pushes(long ok, long failed, long rejected) {}
}
