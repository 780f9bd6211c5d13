// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The attributed result of a tick: cumulative since the agent's start, immutable. For each zone and
 * mode, Σ workloads + unattributed = zone, to the microjoule.
 *
 * @param startedAt when counting began
 * @param at when the tick's sample was taken
 * @param uptimeNs how long counting had gone on then, by a clock that never steps, ns
 * @param tick number of the tick, from 1; 0 before the first
 * @param zones all zones seen so far, in the order of the energies' indexes
 * @param node energy of each zone
 * @param unattributed what no workload claims
 * @param workloads running ones, and terminated ones whose last energy is still to be shown
 * @param pods each the sum of all containers it has had; those of which a container is shown
 * @param processes the shown processes
 * @param otherProcesses all processes that are not shown, together
 */
public record Snapshot(
    Instant startedAt,
    Instant at,
    long uptimeNs,
    long tick,
    List<Zone> zones,
    Energies node,
    Energies unattributed,
    List<WorkloadEnergy> workloads,
    List<PodEnergy> pods,
    List<ProcessEnergy> processes,
    Optional<ProcessEnergy> otherProcesses) {
  /** Takes copies. */
  public Snapshot {
    zones = List.copyOf(zones);
    workloads = List.copyOf(workloads);
    pods = List.copyOf(pods);
    processes = List.copyOf(processes);
  }

  /** Whether somebody still uses energy. */
  public enum State {
    RUNNING,
    /** Gone; its counters stand still. */
    TERMINATED
  }

  /**
   * A workload's totals.
   *
   * @param since when its counters began
   * @param ageNs how long ago that was, by a clock that never steps, ns
   * @param cpuUs on-CPU time, µs
   * @param gpuUs time in which GPUs worked for it, each for itself, µs
   */
  public record WorkloadEnergy(
      Workload workload,
      State state,
      Instant since,
      long ageNs,
      long cpuUs,
      long gpuUs,
      Energies energies) {
    /** Of one that used no GPU. */
    public WorkloadEnergy(
        Workload workload, State state, Instant since, long ageNs, long cpuUs, Energies energies) {
      this(workload, state, since, ageNs, cpuUs, 0, energies);
    }
  }

  /**
   * A pod's totals: those of its containers, gone ones included.
   *
   * @param podUid as its cgroup says it
   * @param since when its counters began
   * @param ageNs how long ago that was, by a clock that never steps, ns
   * @param cpuUs on-CPU time, µs
   */
  public record PodEnergy(
      String podUid, State state, Instant since, long ageNs, long cpuUs, Energies energies) {}

  /**
   * A process' totals since it is shown. Idle energy is not divided below the workload, so only the
   * dynamic part is ever more than 0.
   *
   * @param process pid and start; pid 0 for all that are not shown
   * @param workload whom it belongs to; empty for all that are not shown
   * @param command its name
   * @param since when its counters began
   * @param cpuUs on-CPU time, µs
   * @param gpuUs time in which GPUs worked for it, each for itself, µs
   */
  public record ProcessEnergy(
      ProcessKey process,
      Optional<Workload> workload,
      State state,
      String command,
      Instant since,
      long cpuUs,
      long gpuUs,
      Energies energies) {
    /** Of one that used no GPU. */
    public ProcessEnergy(
        ProcessKey process,
        Optional<Workload> workload,
        State state,
        String command,
        Instant since,
        long cpuUs,
        Energies energies) {
      this(process, workload, state, command, since, cpuUs, 0, energies);
    }
  }
}
