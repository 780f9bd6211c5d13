// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.UsageKind;
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

  /**
   * What else it used in this tick: other than CPU time, or in other workloads, since threads of a
   * process may sit in several cgroups.
   */
  private @Nullable Map<Where, Long> elsewhere;

  private Place place = Place.NONE;
  private Optional<Instant> since = Optional.empty();
  private long leftNs;
  private final CpuTime cpu = new CpuTime();
  private final CpuTime gpu = new CpuTime();
  private long[] dynamicUj = {};
  private final RecentUse use = new RecentUse();

  ProcessAccount(ProcessKey key, WorkloadAccount workload) {
    this.key = key;
    this.workload = workload;
  }

  void used(Usage usage, WorkloadAccount where) {
    ranInTick = true;
    command = usage.command();
    boolean isCpu = usage.kind().equals(UsageKind.CPU_TIME);
    if (isCpu && where != workload && tickNs == 0) {
      workload = where;
    }
    if (isCpu && where == workload) {
      tickNs += usage.amount();
      return;
    }
    if (elsewhere == null) {
      elsewhere = new HashMap<>();
    }
    elsewhere.merge(new Where(where, usage.kind()), usage.amount(), Long::sum);
  }

  /** Forgets what it did in a tick. */
  void clearTick() {
    ranInTick = false;
    tickNs = 0;
    elsewhere = null;
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

  /** What it uses lately, of CPUs and all else that is counted by time, ns per s. */
  double strength() {
    return use.strength();
  }

  /** Whether hardly anything is left of what it ever used. */
  boolean isForgotten() {
    return use.isForgotten();
  }

  /**
   * Takes its part of its workloads' dynamic energy out of {@code othersUj}.
   *
   * @param kinds what each zone is divided by
   */
  void commit(long[] othersUj, UsageKind[] kinds) {
    if (kinds.length > dynamicUj.length) {
      dynamicUj = Arrays.copyOf(dynamicUj, kinds.length * 2);
    }
    cpu.add(tickNs + elsewhere(true));
    book(new Where(workload, UsageKind.CPU_TIME), tickNs, othersUj, kinds);
    if (elsewhere != null) {
      elsewhere.forEach(
          (where, amount) -> {
            gpu.add(where.kind().isGpuTime() ? amount : 0);
            book(where, amount, othersUj, kinds);
          });
    }
  }

  /** Whether it has used nothing in the present tick. */
  boolean isIdleInTick() {
    return tickNs + elsewhere(true) + elsewhere(false) == 0;
  }

  /** Takes the tick into what it uses lately. */
  void use(RecentUse.Step step) {
    use.add(tickNs + elsewhere(true) + elsewhere(false), step);
  }

  /** CPU time in other workloads, or else time of other kinds, ns. */
  private long elsewhere(boolean onCpu) {
    long sumNs = 0;
    if (elsewhere != null) {
      for (Map.Entry<Where, Long> entry : elsewhere.entrySet()) {
        UsageKind kind = entry.getKey().kind();
        if (kind.equals(UsageKind.CPU_TIME) == onCpu && kind.isTime()) {
          sumNs += entry.getValue();
        }
      }
    }
    return sumNs;
  }

  ProcessEnergy snapshot(int zones) {
    return new ProcessEnergy(
        key,
        Optional.of(workload.workload),
        place == Place.SHOWN ? State.RUNNING : State.TERMINATED,
        command,
        since.orElseThrow(),
        cpu.us(),
        gpu.us(),
        new Energies(new long[0], dynamicUj, zones));
  }

  private void book(Where where, long amount, long[] othersUj, UsageKind[] kinds) {
    if (amount == 0) {
      return;
    }
    long sum = where.workload().tickUse(where.kind());
    for (int zone = 0; zone < kinds.length; zone++) {
      if (kinds[zone].equals(where.kind())) {
        long energyUj = Apportionment.floorShare(where.workload().tickDynamicUj[zone], amount, sum);
        dynamicUj[zone] += energyUj;
        othersUj[zone] -= energyUj;
      }
    }
  }

  /** In which workload it used what. */
  private record Where(WorkloadAccount workload, UsageKind kind) {}
}
