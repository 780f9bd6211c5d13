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
import org.jspecify.annotations.Nullable;

/** A process that ran lately; with counters of its own from when it is first shown. */
final class ProcessAccount {
  /** Whether it has counters of its own. */
  enum Place {
    /** Not yet: what it uses is in the rest. */
    NONE,
    SHOWN,
    /** Another took its place; its counters stand still, and what it uses is in the rest. */
    DISPLACED,
    /** It is gone; a thread of it may still hand over its last CPU time. */
    ENDED
  }

  final ProcessKey key;
  private WorkloadAccount workload;
  private String command = "";
  private boolean ranInTick;
  private long tickNs;

  /** CPU time of this tick in other workloads: threads of a process may sit in several cgroups. */
  private @Nullable Map<WorkloadAccount, Long> elsewhereNs;

  private Place place = Place.NONE;
  private Optional<Instant> since = Optional.empty();
  private long leftNs;
  private final CpuTime cpu = new CpuTime();
  private long[] dynamicUj = {};
  private final RecentUse use = new RecentUse();

  ProcessAccount(ProcessKey key, WorkloadAccount workload) {
    this.key = key;
    this.workload = workload;
  }

  void ran(Usage usage, WorkloadAccount where) {
    ranInTick = true;
    command = usage.command();
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

  /** Forgets what it did in a tick. */
  void clearTick() {
    ranInTick = false;
    tickNs = 0;
    elsewhereNs = null;
  }

  boolean ranInTick() {
    return ranInTick;
  }

  Place place() {
    return place;
  }

  /** Whether its counters run. */
  boolean counts() {
    return place == Place.SHOWN || place == Place.ENDED;
  }

  /** Shows it from now on; one that was displaced goes on from where its counters stood. */
  void enter(Instant now) {
    place = Place.SHOWN;
    since = Optional.of(since.orElse(now));
  }

  /** Leaves its place to others; shown for some time more. */
  void leave(Place left, long nowNs) {
    place = left;
    leftNs = nowNs;
  }

  /** When it left its place, by the ledger's clock, ns. */
  long leftNs() {
    return leftNs;
  }

  /** What it uses lately, CPU ns per s. */
  double strength() {
    return use.strength();
  }

  /** Whether hardly anything is left of what it ever used. */
  boolean isForgotten() {
    return use.isForgotten();
  }

  /** Takes its part of its workloads' dynamic energy out of {@code othersUj}. */
  void commit(long[] othersUj, int zones) {
    if (zones > dynamicUj.length) {
      dynamicUj = Arrays.copyOf(dynamicUj, zones * 2);
    }
    cpu.add(tickCpuNs());
    book(workload, tickNs, othersUj, zones);
    if (elsewhereNs != null) {
      elsewhereNs.forEach((where, ns) -> book(where, ns, othersUj, zones));
    }
  }

  /** CPU time of the present tick, ns. */
  long tickCpuNs() {
    long sumNs = tickNs;
    if (elsewhereNs != null) {
      for (long ns : elsewhereNs.values()) {
        sumNs += ns;
      }
    }
    return sumNs;
  }

  /** Takes the tick into what it uses lately. */
  void use(RecentUse.Step step) {
    use.add(tickCpuNs(), step);
  }

  ProcessEnergy snapshot(int zones) {
    return new ProcessEnergy(
        key,
        Optional.of(workload.workload),
        place == Place.SHOWN ? State.RUNNING : State.TERMINATED,
        command,
        since.orElseThrow(),
        cpu.us(),
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
