// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was used between two snapshots of one ledger. */
public final class Difference {
  private static final double NS_PER_S = 1e9;
  private static final double UJ_PER_J = 1e6;

  private Difference() {}

  /**
   * The later snapshot with what was used since the earlier one in the place of the totals. Who
   * came in between began at 0; who left in between is absent.
   */
  public static Snapshot of(Snapshot earlier, Snapshot later) {
    Map<String, WorkloadEnergy> workloads =
        index(earlier.workloads(), energy -> energy.workload().id());
    Map<String, PodEnergy> pods = index(earlier.pods(), PodEnergy::podUid);
    Map<ProcessKey, ProcessEnergy> processes = index(earlier.processes(), ProcessEnergy::process);
    return new Snapshot(
        later.startedAt(),
        later.at(),
        later.uptimeNs() - earlier.uptimeNs(),
        later.tick() - earlier.tick(),
        later.zones(),
        later.node().minus(earlier.node()),
        later.unattributed().minus(earlier.unattributed()),
        later.workloads().stream()
            .map(
                now ->
                    same(workloads.get(now.workload().id()), now, WorkloadEnergy::since)
                        .map(then -> of(then, now))
                        .orElse(now))
            .toList(),
        later.pods().stream()
            .map(
                now ->
                    same(pods.get(now.podUid()), now, PodEnergy::since)
                        .map(then -> of(then, now))
                        .orElse(now))
            .toList(),
        later.processes().stream()
            .map(
                now ->
                    same(processes.get(now.process()), now, ProcessEnergy::since)
                        .map(then -> of(then, now))
                        .orElse(now))
            .toList(),
        later
            .otherProcesses()
            .map(now -> earlier.otherProcesses().map(then -> of(then, now)).orElse(now)));
  }

  /**
   * Mean power, W.
   *
   * @param energyUj what was used in the time of the difference, µJ
   */
  public static double watts(long energyUj, Snapshot difference) {
    double seconds = difference.uptimeNs() / NS_PER_S;
    return seconds <= 0 ? 0 : energyUj / UJ_PER_J / seconds;
  }

  private static WorkloadEnergy of(WorkloadEnergy then, WorkloadEnergy now) {
    return new WorkloadEnergy(
        now.workload(),
        now.state(),
        now.since(),
        now.ageNs(),
        now.cpuUs() - then.cpuUs(),
        now.gpuUs() - then.gpuUs(),
        now.energies().minus(then.energies()));
  }

  private static PodEnergy of(PodEnergy then, PodEnergy now) {
    return new PodEnergy(
        now.podUid(),
        now.state(),
        now.since(),
        now.ageNs(),
        now.cpuUs() - then.cpuUs(),
        now.energies().minus(then.energies()));
  }

  private static ProcessEnergy of(ProcessEnergy then, ProcessEnergy now) {
    return new ProcessEnergy(
        now.process(),
        now.workload(),
        now.state(),
        now.command(),
        now.since(),
        now.cpuUs() - then.cpuUs(),
        now.gpuUs() - then.gpuUs(),
        now.energies().minus(then.energies()));
  }

  private static <K, V> Map<K, V> index(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, value -> value));
  }

  /** The earlier totals, unless counting has begun again since. */
  private static <V> Optional<V> same(@Nullable V then, V now, Function<V, Instant> since) {
    return Optional.ofNullable(then)
        .filter(earlier -> since.apply(earlier).equals(since.apply(now)));
  }
}
