// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a workload has used since the agent first saw it. */
final class WorkloadAccount {
  final Workload workload;
  final Instant since;
  final long openedNs;
  private final CpuTime cpu = new CpuTime();
  private final CpuTime gpu = new CpuTime();
  private long[] idleUj = new long[8];
  private long[] dynamicUj = new long[8];

  /** CPU time of the present tick, ns. */
  private long tickCpuNs;

  /** What else it used in the present tick; most never use anything. */
  private @Nullable Map<UsageKind, Long> tickOther;

  /** Energy of the present tick by zone, µJ. */
  private long[] tickIdleUj = new long[8];

  long[] tickDynamicUj = new long[8];

  boolean live = true;

  /** The ledger's clock when the workload was last alive, ns. */
  long lastLiveNs;

  WorkloadAccount(Workload workload, Instant since, long openedNs) {
    this.workload = workload;
    this.since = since;
    this.openedNs = openedNs;
    this.lastLiveNs = openedNs;
  }

  /** Begins a tick in which it has used nothing yet. */
  void begin(int zones) {
    tickCpuNs = 0;
    tickOther = null;
    live = false;
    if (zones > idleUj.length) {
      idleUj = Arrays.copyOf(idleUj, zones * 2);
      dynamicUj = Arrays.copyOf(dynamicUj, zones * 2);
      tickIdleUj = new long[zones * 2];
      tickDynamicUj = new long[zones * 2];
    }
    Arrays.fill(tickIdleUj, 0);
    Arrays.fill(tickDynamicUj, 0);
  }

  void used(UsageKind kind, long amount) {
    if (kind.equals(UsageKind.CPU_TIME)) {
      tickCpuNs += amount;
      return;
    }
    if (tickOther == null) {
      tickOther = new HashMap<>();
    }
    tickOther.merge(kind, amount, Long::sum);
  }

  /** How much it used in the present tick. */
  long tickUse(UsageKind kind) {
    if (kind.equals(UsageKind.CPU_TIME)) {
      return tickCpuNs;
    }
    return tickOther == null ? 0 : tickOther.getOrDefault(kind, 0L);
  }

  /** Whether it used anything in the present tick. */
  boolean ranInTick() {
    return tickCpuNs > 0 || tickOther != null;
  }

  void addIdle(int zone, long energyUj) {
    tickIdleUj[zone] += energyUj;
  }

  void addDynamic(int zone, long energyUj) {
    tickDynamicUj[zone] += energyUj;
  }

  /** Makes the tick count. Never throws. */
  void commit(long nowNs) {
    cpu.add(tickCpuNs);
    if (tickOther != null) {
      tickOther.forEach((kind, amount) -> gpu.add(kind.isGpuTime() ? amount : 0));
    }
    for (int zone = 0; zone < idleUj.length; zone++) {
      idleUj[zone] += tickIdleUj[zone];
      dynamicUj[zone] += tickDynamicUj[zone];
    }
    if (live) {
      lastLiveNs = nowNs;
    }
  }

  /** Adds all it has used to the sum of its pod. */
  void addTo(PodSum sum) {
    sum.add(cpu.us(), idleUj, dynamicUj);
  }

  WorkloadEnergy snapshot(int zones, long nowNs) {
    return new WorkloadEnergy(
        workload,
        state(),
        since,
        nowNs - openedNs,
        cpu.us(),
        gpu.us(),
        new Energies(idleUj, dynamicUj, zones));
  }

  State state() {
    return live ? State.RUNNING : State.TERMINATED;
  }
}
