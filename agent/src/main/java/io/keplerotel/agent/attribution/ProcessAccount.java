// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A process that ran lately; with counters of its own from when it gets a place on the board. */
final class ProcessAccount {
  private WorkloadAccount workload;
  private String command = "";
  private long tickNs;

  /** CPU time of this tick in other workloads: threads of a process may sit in several cgroups. */
  private @Nullable Map<WorkloadAccount, Long> elsewhereNs;

  private Optional<Instant> since = Optional.empty();
  private OptionalLong leftNs = OptionalLong.empty();
  private long cpuNs;
  private long[] dynamicUj = {};

  /** CPU time, what is long ago counting less, ns. */
  double score;

  ProcessAccount(WorkloadAccount workload) {
    this.workload = workload;
  }

  void ran(Usage usage, WorkloadAccount where) {
    command = usage.command();
    if (counts()) {
      cpuNs += usage.cpuNs();
    }
    if (where != workload && tickNs == 0) {
      workload = where;
    }
    if (where == workload) {
      tickNs += usage.cpuNs();
      return;
    }
    if (elsewhereNs == null) {
      elsewhereNs = new HashMap<>();
    }
    elsewhereNs.merge(where, usage.cpuNs(), Long::sum);
  }

  boolean hasPlace() {
    return since.isPresent();
  }

  /** Whether it has a place and its counters still run. */
  boolean counts() {
    return since.isPresent() && leftNs.isEmpty();
  }

  void enter(Instant now) {
    since = Optional.of(now);
  }

  void leave(long nowNs) {
    leftNs = OptionalLong.of(nowNs);
  }

  /** Whether it left at this time or before. */
  boolean hasLeft(long atNs) {
    return leftNs.isPresent() && leftNs.getAsLong() <= atNs;
  }

  /** Takes its part of its workloads' dynamic energy out of {@code othersUj}. */
  void book(long[] othersUj, int zones) {
    if (zones > dynamicUj.length) {
      dynamicUj = Arrays.copyOf(dynamicUj, zones * 2);
    }
    book(workload, tickNs, othersUj, zones);
    if (elsewhereNs != null) {
      elsewhereNs.forEach((where, ns) -> book(where, ns, othersUj, zones));
    }
  }

  /** Ends the tick; returns whether the process ran in it. */
  boolean endTick(double kept) {
    boolean ran = tickNs > 0 || elsewhereNs != null;
    score = score * kept + tickNs;
    if (elsewhereNs != null) {
      score += elsewhereNs.values().stream().mapToLong(Long::longValue).sum();
      elsewhereNs = null;
    }
    tickNs = 0;
    return ran;
  }

  ProcessEnergy snapshot(ProcessKey key, int zones) {
    return new ProcessEnergy(
        key,
        Optional.of(workload.workload),
        leftNs.isEmpty() ? State.RUNNING : State.TERMINATED,
        command,
        since.orElseThrow(),
        cpuNs,
        new Energies(new long[0], dynamicUj, zones));
  }

  private void book(WorkloadAccount where, long ns, long[] othersUj, int zones) {
    if (ns == 0) {
      return;
    }
    for (int zone = 0; zone < zones; zone++) {
      long energyUj = Apportionment.floorShare(where.tickDynamicUj[zone], ns, where.tickCpuNs);
      dynamicUj[zone] += energyUj;
      othersUj[zone] -= energyUj;
    }
  }
}
