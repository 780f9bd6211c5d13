// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.attribution.Tick;
import io.keplerotel.agent.attribution.Tick.Users;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.attribution.learnt.Weighed;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.CpuReading.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.power.PowerSample;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.workload.CpuRequests;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * One turn: reads every source, names who ran, books it, and publishes the snapshot. The only thing
 * that advances state. {@link #tick} belongs to one thread; {@link #published} to any.
 */
public final class Sampler {
  /** Long enough for a steady figure at one tick a second, short enough to be called present. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  private static final long LOOK_FOR_ENDED_NS = 5_000_000_000L;

  /** Energy waits so long for CPU time that cannot be read; then it is unattributed. */
  private static final long WAIT_FOR_CPU_TIME_NS = 30_000_000_000L;

  private final CpuTimeSource source;
  private final Carried cpu;
  private final OtherUse otherUse;
  private final EventWeights eventWeights;
  private final ProcessKeys processKeys = new ProcessKeys();
  private final HeldUse heldUse = new HeldUse();
  private final PowerReader power;
  private final WorkloadDirectory workloads;
  private final CpuRequests requests;
  private final NameResolver names;
  private final Settling settling;
  private final Ledger ledger;
  private final IntSupplier cpus;
  private final Clock clock;
  private final FaultLog faults;
  private final SnapshotHistory history;

  private Optional<OwnerSums> owners = Optional.empty();

  /** When what is booked ends. */
  private OptionalLong lastNs = OptionalLong.empty();

  private long lookedForEndedNs;
  private volatile TickRecord lastTick = TickRecord.NONE;

  /**
   * Puts the stages together.
   *
   * @param cpus how many hardware threads are online
   */
  public Sampler(
      SampleSources sources, Ledger ledger, IntSupplier cpus, Clock clock, FaultLog faults) {
    this.source = sources.cpu();
    this.cpu = new Carried(source);
    this.otherUse = new OtherUse(sources.usage());
    this.eventWeights = new EventWeights(sources.events());
    this.power = sources.power();
    this.workloads = sources.workloads();
    this.requests = sources.pods();
    this.names = new NameResolver(sources.pods());
    this.settling = new Settling(sources.pods());
    this.ledger = ledger;
    this.cpus = cpus;
    this.clock = clock;
    this.faults = faults;
    this.history = new SnapshotHistory(ledger.snapshot(), RECENT);
  }

  /**
   * Takes a sample and books it, whole or not at all: where this throws, the next tick books what
   * this one had read, with its time.
   */
  public void tick() {
    long startNs = clock.nanoTime();
    long elapsedNs = lastNs.isEmpty() ? 0 : Math.max(0, startNs - lastNs.getAsLong());
    CpuReading time = cpu.read();
    faults.report(source.name(), time.faults(), startNs);
    if (time.extent() == Extent.PARTIAL && lastNs.isPresent() && elapsedNs < WAIT_FOR_CPU_TIME_NS) {
      return; // Who ran is not known yet: this tick's energy waits for the next.
    }
    TickLoad load = new TickLoad(elapsedNs, time.busyNs(), cpus.getAsInt());
    eventWeights.read(faults, startNs); // Of the same time as CPU time, as near as can be.
    PowerSample energy = power.read(load);
    otherUse.read(load, faults, startNs); // After power: who polls a GPU finds its users too.
    energy.bySource().forEach((name, part) -> faults.report(name, part.faults(), startNs));
    Booking booking = ledger.book(sample(time, load, energy, startNs));
    power.booked();
    cpu.booked();
    otherUse.booked();
    eventWeights.booked(booking, elapsedNs);
    heldUse.booked();
    lastNs = OptionalLong.of(startNs);
    faults.report("attribution", faults(booking), startNs);
    faults.settle(startNs);
    Snapshot snapshot = ledger.snapshot();
    settling.after(snapshot, startNs);
    Resolved resolved = names.resolve(snapshot);
    history.add(
        snapshot, resolved, owners.map(sums -> sums.add(snapshot, resolved)).orElse(List.of()));
    TickRecord.Span span = new TickRecord.Span(startNs, clock.nanoTime() - startNs);
    lastTick = lastTick.next(span, load.cpus(), time, energy, booking);
  }

  /** Counts by owner too; to be said before the first tick. */
  public void count(OwnerSums sums) {
    owners = Optional.of(sums);
  }

  /** The snapshot of the last tick, and what everybody in it is called. */
  public NamedSnapshot published() {
    return history.latest();
  }

  /** The snapshot of the last tick. */
  public Snapshot latest() {
    return published().snapshot();
  }

  /** How many hardware threads are online, as the last tick found; 0 before the first. */
  public int cpus() {
    return lastTick.cpus();
  }

  /** How the last tick went. */
  public TickRecord lastTick() {
    return lastTick;
  }

  private Tick sample(CpuReading time, TickLoad load, PowerSample energy, long nowNs) {
    workloads.add(time.births());
    List<Usage> usages = usages(time);
    Weighed weighed = eventWeights.weigh(usages, time.lostNs());
    heldUse.tick(usages, time.lostNs(), energy.readings(), load.elapsedNs());
    addOtherUse(time, usages);
    heldUse.addTo(usages);
    usages.addAll(weighed.usages());
    List<Workload> live = live(nowNs);
    return new Tick(
        clock.now(),
        load,
        energy.readings(),
        energy.turnover(),
        usages,
        lost(time, weighed),
        live,
        requested(live),
        time.ended(),
        time.extent() == Extent.WHOLE ? Users.KNOWN : Users.UNKNOWN,
        weighed.kinds());
  }

  private static List<Fault> faults(Booking booking) {
    List<Fault> faults = new ArrayList<>();
    booking.resets().forEach(zone -> faults.add(reset(zone.id())));
    booking.standing().forEach(zone -> faults.add(reset(zone.id())));
    booking.gaps().forEach(gap -> faults.add(lost(gap)));
    return faults;
  }

  private static Fault reset(String zone) {
    return new Fault(
        "counter " + zone,
        "the energy counter of %s went back or leapt by more than the zone can use; counting goes on from its new value, the jump is not counted"
            .formatted(zone));
  }

  private static Fault lost(Booking.Gap gap) {
    return new Fault(
        "gap " + gap.zone().id(),
        "%s was not read for so long that nobody knows what it used in %s: a counter may have wrapped more than once, a power tells nothing of the past"
            .formatted(
                gap.zone().id(), Duration.ofNanos(gap.lengthNs()).truncatedTo(ChronoUnit.SECONDS)));
  }

  private List<Usage> usages(CpuReading time) {
    List<Usage> usages = new ArrayList<>(time.tasks().size());
    TaskTime before = null;
    Workload workload = Workload.Pseudo.SYSTEM;
    for (TaskTime task : time.tasks()) {
      // Neighbours often share their cgroup; one that is not known yet is asked for each time.
      if (before == null
          || workload == Workload.Pseudo.SYSTEM
          || !before.cgroup().equals(task.cgroup())
          || before.kind() != task.kind()) {
        workload = workloads.find(task.cgroup(), task.process().pid(), task.kind());
      }
      before = task;
      Workload user = workloads.of(workload, task.process(), task.command());
      usages.add(new Usage(user, task.process(), task.command(), task.cpuNs()));
    }
    return usages;
  }

  private void addOtherUse(CpuReading time, List<Usage> usages) {
    List<ProcessUse> uses = otherUse.uses();
    processKeys.learn(time.tasks(), uses);
    for (ProcessUse use : uses) {
      ProcessKey process = processKeys.of(use.process());
      Workload cgroup = workloads.find(use.cgroup(), process.pid(), TaskTime.Kind.USER);
      Workload workload = workloads.of(cgroup, process, use.command());
      usages.add(new Usage(workload, process, use.command(), use.kind(), use.amount()));
    }
  }

  private Map<UsageKind, Long> lost(CpuReading time, Weighed weighed) {
    Map<UsageKind, Long> lost = new HashMap<>(otherUse.lost());
    lost.putAll(weighed.lost());
    lost.putAll(heldUse.lost());
    lost.put(UsageKind.CPU_TIME, time.lostNs());
    return lost;
  }

  private List<Workload> live(long nowNs) {
    if (nowNs - lookedForEndedNs >= LOOK_FOR_ENDED_NS) {
      lookedForEndedNs = nowNs;
      workloads.terminated();
    }
    List<Workload> live = new ArrayList<>(workloads.live());
    live.addAll(List.of(Workload.Pseudo.values()));
    return live;
  }

  private Map<String, Long> requested(List<Workload> live) {
    Map<String, Long> millicores = new HashMap<>();
    for (Workload workload : live) {
      if (workload instanceof Workload.Container container) {
        requests
            .millicores(container)
            .ifPresent(requested -> millicores.put(container.id(), requested));
      }
    }
    return millicores;
  }
}
