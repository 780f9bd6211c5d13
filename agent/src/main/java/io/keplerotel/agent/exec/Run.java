// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * One run of a command.
 *
 * @param status its exit status; 128 and the signal's number where a signal ended it
 * @param startedAt when it was started
 * @param wallNs how long the run took, ns
 * @param cpuUs CPU time of the command and all that it started, µs
 * @param peakUw the greatest mean power between two readings, µW
 * @param stillRunning processes that it left behind
 */
public record Run(
    int status,
    Instant startedAt,
    long wallNs,
    long cpuUs,
    long peakUw,
    int stillRunning,
    List<ZoneUse> zones) {
  private static final double NS_PER_S = 1e9;
  private static final double US_PER_S = 1e6;
  private static final double UJ_PER_J = 1e6;

  /** Takes a copy of the list. */
  public Run {
    zones = List.copyOf(zones);
  }

  /** Of the command, in all zones that do not overlap, µJ. */
  public long energyUj() {
    return sum(ZoneUse::commandUj);
  }

  /** Of everybody else on the machine, µJ. */
  public long othersUj() {
    return sum(ZoneUse::othersUj);
  }

  /** What the machine would have used doing nothing, µJ. */
  public long idleUj() {
    return sum(ZoneUse::idleUj);
  }

  /** Whether any figure of its sum is estimated. */
  public boolean isEstimated() {
    return estimatedUj().isPresent();
  }

  /** The part of {@link #energyUj} that is estimated, µJ; empty where all of it is measured. */
  OptionalLong estimatedUj() {
    List<ZoneUse> estimated =
        zones.stream()
            .filter(use -> use.zone().component().inTotal())
            .filter(use -> use.zone().provenance() == Provenance.ESTIMATED)
            .toList();
    return estimated.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(estimated.stream().mapToLong(ZoneUse::commandUj).sum());
  }

  /** How long it took, s. */
  public double seconds() {
    return wallNs / NS_PER_S;
  }

  /** CPU time, s. */
  public double cpuSeconds() {
    return cpuUs / US_PER_S;
  }

  /** Energy of the command, J. */
  public double joules() {
    return energyUj() / UJ_PER_J;
  }

  /** Mean power of the command, W. */
  public double meanWatts() {
    return wallNs <= 0 ? 0 : joules() / seconds();
  }

  /** See {@link #peakUw}; W. */
  public double peakWatts() {
    return peakUw / UJ_PER_J;
  }

  private long sum(ToLongFunction<ZoneUse> part) {
    return zones.stream().filter(use -> use.zone().component().inTotal()).mapToLong(part).sum();
  }
}
