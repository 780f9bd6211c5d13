// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A sample whose cgroups have been named: all that happened since the one before.
 *
 * @param at wall clock, only shown
 * @param load length and utilization
 * @param readings of all zones that could be read
 * @param turnover which zones count in the place of which
 * @param usages who used what
 * @param lost how much was used by whom is not known, by kind
 * @param live workloads that exist, whether they ran or not
 * @param cpuRequests of those that have requested CPU from Kubernetes, millicores by workload id
 * @param endedProcesses processes that are gone
 * @param users whether it is known who ran
 * @param learnt by what zones are divided in this tick in the place of their own kind of use
 */
public record Tick(
    Instant at,
    TickLoad load,
    List<Reading> readings,
    Turnover turnover,
    List<Usage> usages,
    Map<UsageKind, Long> lost,
    Collection<Workload> live,
    Map<String, Long> cpuRequests,
    List<ProcessKey> endedProcesses,
    Users users,
    Map<Zone, UsageKind> learnt) {
  /** A tick in which each zone is divided by its own kind of use. */
  public Tick(
      Instant at,
      TickLoad load,
      List<Reading> readings,
      Turnover turnover,
      List<Usage> usages,
      Map<UsageKind, Long> lost,
      Collection<Workload> live,
      Map<String, Long> cpuRequests,
      List<ProcessKey> endedProcesses,
      Users users) {
    this(
        at,
        load,
        readings,
        turnover,
        usages,
        lost,
        live,
        cpuRequests,
        endedProcesses,
        users,
        Map.of());
  }

  /** A tick in which it is known who ran; of CPU time so much is lost, ns. */
  public Tick(
      Instant at,
      TickLoad load,
      List<Reading> readings,
      List<Usage> usages,
      long lostNs,
      Collection<Workload> live,
      Map<String, Long> cpuRequests,
      List<ProcessKey> endedProcesses) {
    this(
        at,
        load,
        readings,
        Turnover.NONE,
        usages,
        Map.of(UsageKind.CPU_TIME, lostNs),
        live,
        cpuRequests,
        endedProcesses,
        Users.KNOWN);
  }

  /** By what a zone's dynamic energy is divided in this tick. */
  UsageKind divides(Zone zone) {
    return learnt.getOrDefault(zone, zone.usage());
  }

  /** What was done of what a kind counts: by the CPUs, or by one GPU in their place. */
  TickLoad load(UsageKind kind) {
    if (kind.measure() == UsageKind.Measure.CPU_TIME) {
      return load;
    }
    long usedNs = lost.getOrDefault(kind, 0L);
    for (Usage usage : usages) {
      usedNs += usage.kind().equals(kind) ? usage.amount() : 0;
    }
    return new TickLoad(load.elapsedNs(), usedNs, 1);
  }

  /** Whether it is known who used the CPUs. */
  public enum Users {
    KNOWN,
    /** Nobody could be asked: what is divided by CPU time stays unattributed. */
    UNKNOWN
  }
}
