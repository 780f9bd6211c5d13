// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import java.time.Instant;
import java.util.Arrays;

/** What a workload has used since the agent first saw it. */
final class WorkloadAccount {
  final Workload workload;
  final Instant since;
  final long openedNs;
  private long cpuNs;
  private long[] idleUj = new long[8];
  private long[] dynamicUj = new long[8];

  /** CPU time of the present tick, ns. */
  long tickCpuNs;

  /** Dynamic energy of the present tick by zone, µJ. */
  long[] tickDynamicUj = new long[8];

  boolean live = true;

  /** The ledger's clock when the workload was last alive, ns. */
  long lastLiveNs;

  WorkloadAccount(Workload workload, Instant since, long openedNs) {
    this.workload = workload;
    this.since = since;
    this.openedNs = openedNs;
  }

  void begin(int zones) {
    tickCpuNs = 0;
    live = false;
    if (zones > idleUj.length) {
      idleUj = Arrays.copyOf(idleUj, zones * 2);
      dynamicUj = Arrays.copyOf(dynamicUj, zones * 2);
      tickDynamicUj = new long[zones * 2];
    }
    Arrays.fill(tickDynamicUj, 0);
  }

  void ran(long ns) {
    tickCpuNs += ns;
    cpuNs += ns;
  }

  void addIdle(int zone, long energyUj) {
    idleUj[zone] += energyUj;
  }

  void addDynamic(int zone, long energyUj) {
    dynamicUj[zone] += energyUj;
    tickDynamicUj[zone] += energyUj;
  }

  /** Adds all it has used to the sum of its pod. */
  void addTo(PodSum sum) {
    sum.add(cpuNs, idleUj, dynamicUj);
  }

  WorkloadEnergy snapshot(int zones, long nowNs) {
    return new WorkloadEnergy(
        workload, state(), since, nowNs - openedNs, cpuNs, new Energies(idleUj, dynamicUj, zones));
  }

  State state() {
    return live ? State.RUNNING : State.TERMINATED;
  }
}
