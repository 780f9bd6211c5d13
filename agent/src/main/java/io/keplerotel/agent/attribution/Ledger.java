// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Books the energy of each tick to those who used it. For each zone and mode, at every tick, Σ
 * workloads + unattributed = zone, exactly, in µJ, and nothing that was booked is ever taken back.
 * A tick is booked whole or not at all. Not thread-safe; its snapshots are immutable.
 */
public final class Ledger {
  private final AttributionSettings settings;
  private final Instant startedAt;
  private final Map<Zone, Integer> zoneIndex = new LinkedHashMap<>();
  private final List<ZoneAccount> zones = new ArrayList<>();
  private final Map<String, WorkloadAccount> workloads = new LinkedHashMap<>();
  private final PodBoard pods = new PodBoard();
  private final ProcessBoard processes;
  private final OtherZone other = new OtherZone();
  private final Apportionment apportionment = new Apportionment();

  private List<WorkloadAccount> running = List.of();
  private List<WorkloadAccount> live = List.of();
  private long[] weights = new long[64];
  private Instant lastAt;
  private long clockNs;
  private long ticks;

  /** An empty ledger that counts from {@code startedAt} on. */
  public Ledger(AttributionSettings settings, Instant startedAt) {
    this.settings = settings;
    this.startedAt = startedAt;
    this.lastAt = startedAt;
    this.processes =
        new ProcessBoard(settings.shownProcesses(), settings.retention().toNanos(), startedAt);
  }

  /**
   * Books one tick: all of it or, where this throws, nothing.
   *
   * @return what could not be booked
   */
  public Booking book(Tick tick) {
    Booking booking = prepare(tick);
    commit(tick);
    return booking;
  }

  /** Finds out who gets what. Changes only what the next tick begins with clearing. */
  private Booking prepare(Tick tick) {
    Booking booking = readZones(tick);
    other.derive(List.copyOf(zones), tick.turnover().stopped(), zone -> account(zone, tick));
    openWorkloads(tick);
    IdleShares idle = IdleShares.of(settings.idlePolicy(), live, running, tick.cpuRequests());
    for (int zone = 0; zone < zones.size(); zone++) {
      divideIdle(zone, idle);
      divideDynamic(zone, tick);
    }
    return booking;
  }

  /** Makes it count: additions, nothing that could fail. */
  private void commit(Tick tick) {
    ticks++;
    clockNs += tick.load().elapsedNs();
    lastAt = tick.at();
    zones.forEach(ZoneAccount::commit);
    other.commit();
    workloads.values().forEach(account -> account.commit(clockNs));
    processes.commit(running, kinds(tick));
    processes.settle(tick.endedProcesses(), clockNs, tick.load().elapsedNs(), lastAt);
    long oldestNs = clockNs - settings.retention().toNanos();
    // Who has got anything in this tick is in one snapshot more, so that all of it is in one.
    workloads
        .values()
        .removeIf(
            account -> account.lastLiveNs < oldestNs && !account.ranInTick() && letGo(account));
  }

  /** From the next tick on, so many processes have counters of their own, at least 1. */
  public void processes(int wanted) {
    if (settings.shownProcesses() > 0) {
      processes.places(Math.max(1, Math.min(wanted, settings.shownProcesses())));
    }
  }

  /** What was booked so far. */
  public Snapshot snapshot() {
    int size = zones.size();
    List<WorkloadEnergy> energies = new ArrayList<>(workloads.size());
    workloads.values().forEach(account -> energies.add(account.snapshot(size, clockNs)));
    return new Snapshot(
        startedAt,
        lastAt,
        clockNs,
        ticks,
        zones.stream().map(account -> account.zone).toList(),
        energies(account -> account.idleUj, account -> account.dynamicUj),
        energies(account -> account.unattributedIdleUj, account -> account.unattributedDynamicUj),
        energies,
        pods.snapshot(workloads.values(), size, clockNs),
        processes.snapshot(size),
        processes.others(size));
  }

  private Booking readZones(Tick tick) {
    List<Zone> resets = new ArrayList<>();
    List<Zone> standing = new ArrayList<>();
    List<Booking.Gap> gaps = new ArrayList<>();
    List<Booking.Measured> measured = new ArrayList<>();
    zones.forEach(account -> account.begin(tick.load(account.zone.usage()), tick.users()));
    for (Reading reading : tick.readings()) {
      ZoneAccount account = account(reading.zone(), tick);
      Turnover.Start start = tick.turnover().started().get(reading.zone());
      if (start != null) {
        account.restart(start.baseline(), tick.load().elapsedNs());
      }
      switch (account.read(reading)) {
        case RESET -> resets.add(reading.zone());
        case STANDS -> standing.add(reading.zone());
        case LOST -> gaps.add(new Booking.Gap(reading.zone(), account.tickLostNs));
        case BOOKED -> account.ofThisTick().ifPresent(measured::add);
        case FIRST_SIGHT -> {}
      }
    }
    return new Booking(
        resets,
        standing,
        gaps,
        zones.stream().flatMap(zone -> zone.idlePower().stream()).toList(),
        measured);
  }

  /** A zone that comes later begins with the tick in which it comes. */
  private ZoneAccount account(Zone zone, Tick tick) {
    int index =
        zoneIndex.computeIfAbsent(
            zone,
            opened -> {
              Long fixedUw = settings.idleUw().get(opened.id());
              ZoneAccount account =
                  new ZoneAccount(
                      opened, fixedUw == null ? OptionalLong.empty() : OptionalLong.of(fixedUw));
              account.begin(tick.load().atItsEnd(), tick.users());
              zones.add(account);
              return zones.size() - 1;
            });
    return zones.get(index);
  }

  private void openWorkloads(Tick tick) {
    processes.begin();
    workloads.values().forEach(account -> account.begin(zones.size()));
    for (Workload workload : tick.live()) {
      alive(workload);
    }
    WorkloadAccount user = null;
    for (Usage usage : tick.usages()) {
      // Neighbours often share their workload.
      if (user == null || !user.workload.id().equals(usage.workload().id())) {
        user = usage.kind().isHeldBack() ? known(usage.workload()) : alive(usage.workload());
      }
      user.used(usage.kind(), usage.amount());
      processes.ran(usage, user);
    }
    live = workloads.values().stream().filter(account -> account.live).toList();
    running = workloads.values().stream().filter(WorkloadAccount::ranInTick).toList();
    int most = Math.max(live.size(), running.size()) + 1;
    if (weights.length < most) {
      weights = new long[most * 2];
    }
  }

  private WorkloadAccount alive(Workload workload) {
    WorkloadAccount account = known(workload);
    account.live = true;
    return account;
  }

  /** What was used some time ago says nothing of whether its user is alive. */
  private WorkloadAccount known(Workload workload) {
    return workloads.computeIfAbsent(
        workload.id(),
        id -> {
          WorkloadAccount opened = new WorkloadAccount(workload, lastAt, clockNs);
          opened.begin(zones.size());
          return opened;
        });
  }

  private boolean letGo(WorkloadAccount account) {
    pods.letGo(account, clockNs);
    return true;
  }

  private void divideIdle(int zone, IdleShares shares) {
    ZoneAccount account = zones.get(zone);
    List<WorkloadAccount> sharers = shares.sharers();
    if (sharers.isEmpty() || account.tickUnattributed) {
      account.tickUnattributedIdleUj += account.tickIdleUj;
      return;
    }
    long sum = 0;
    for (int i = 0; i < sharers.size(); i++) {
      weights[i] = shares.weight().applyAsLong(sharers.get(i), account.zone.usage());
      sum += weights[i];
    }
    if (sum == 0) {
      account.tickUnattributedIdleUj += account.tickIdleUj;
      return;
    }
    long[] parts = apportionment.divide(account.tickIdleUj, weights, sharers.size());
    for (int i = 0; i < sharers.size(); i++) {
      sharers.get(i).addIdle(zone, parts[i]);
    }
  }

  /**
   * By the zone's own kind of use. Where nobody is known to have used any, as of a GPU that does
   * not tell for whom it works, all of it is unattributed: CPU time says nothing about that.
   */
  private void divideDynamic(int zone, Tick tick) {
    ZoneAccount account = zones.get(zone);
    UsageKind kind = tick.divides(account.zone);
    int size = running.size();
    long sum = tick.lost().getOrDefault(kind, 0L);
    weights[size] = sum;
    for (int i = 0; i < size; i++) {
      weights[i] = running.get(i).tickUse(kind);
      sum += weights[i];
    }
    if (account.tickUnattributed || sum == 0) {
      account.tickUnattributedDynamicUj += account.tickDynamicUj;
      return;
    }
    long[] parts = apportionment.divide(account.tickDynamicUj, weights, size + 1);
    for (int i = 0; i < size; i++) {
      running.get(i).addDynamic(zone, parts[i]);
    }
    account.tickUnattributedDynamicUj += parts[size];
  }

  /** What each zone is divided by. */
  private UsageKind[] kinds(Tick tick) {
    UsageKind[] kinds = new UsageKind[zones.size()];
    for (int zone = 0; zone < kinds.length; zone++) {
      kinds[zone] = tick.divides(zones.get(zone).zone);
    }
    return kinds;
  }

  private Energies energies(
      ToLongFunction<ZoneAccount> idleUj, ToLongFunction<ZoneAccount> dynamicUj) {
    return new Energies(
        zones.stream().mapToLong(idleUj).toArray(),
        zones.stream().mapToLong(dynamicUj).toArray(),
        zones.size());
  }
}
