// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.attribution.Tick;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.cpu.CpuTimeSource;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.SnapshotSource;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.workload.CpuRequests;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * One turn: reads every source, names who ran, books it, and publishes the snapshot. The only thing
 * that advances state. {@link #tick} belongs to one thread; {@link #latest} to any.
 */
public final class Sampler implements SnapshotSource {
  /** Long enough for a steady figure at one tick a second, short enough to be called present. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  private static final long LOOK_FOR_ENDED_NS = 5_000_000_000L;

  private final CpuTimeSource cpu;
  private final List<PowerSource> power;
  private final WorkloadDirectory workloads;
  private final CpuRequests requests;
  private final Ledger ledger;
  private final IntSupplier cpus;
  private final Clock clock;
  private final FaultLog faults;
  private final SnapshotHistory history;

  private boolean first = true;
  private long lastNs;
  private long lookedForEndedNs;
  private volatile TickRecord lastTick = TickRecord.NONE;

  /**
   * Puts the stages together.
   *
   * @param cpus how many hardware threads are online
   */
  public Sampler(
      SampleSources sources, Ledger ledger, IntSupplier cpus, Clock clock, FaultLog faults) {
    this.cpu = sources.cpu();
    this.power = sources.power();
    this.workloads = sources.workloads();
    this.requests = sources.requests();
    this.ledger = ledger;
    this.cpus = cpus;
    this.clock = clock;
    this.faults = faults;
    this.history = new SnapshotHistory(ledger.snapshot(), RECENT);
  }

  /** Takes a sample and books it. */
  public void tick() {
    long startNs = clock.nanoTime();
    long elapsedNs = first ? 0 : Math.max(0, startNs - lastNs);
    first = false;
    lastNs = startNs;
    CpuReading time = cpu.read();
    TickLoad load = new TickLoad(elapsedNs, time.busyNs(), cpus.getAsInt());
    Map<String, Integer> zones = new HashMap<>();
    List<Reading> readings = readPower(load, startNs, zones);
    faults.report(cpu.name(), time.faults(), startNs);
    workloads.add(time.births());
    List<Usage> usages = usages(time);
    List<Workload> live = live(startNs);
    Tick tick =
        new Tick(
            clock.now(),
            load,
            readings,
            usages,
            time.lostNs(),
            live,
            requested(live),
            time.ended());
    List<String> resets = ledger.book(tick).stream().map(Zone::id).toList();
    faults.report("attribution", resets.stream().map(Sampler::reset).toList(), startNs);
    faults.settle(startNs);
    history.add(ledger.snapshot());
    lastTick = lastTick.next(startNs, clock.nanoTime() - startNs, time, zones, resets);
  }

  @Override
  public Snapshot latest() {
    return history.latest();
  }

  @Override
  public Snapshot recent() {
    return history.recent();
  }

  /** How the last tick went. */
  public TickRecord lastTick() {
    return lastTick;
  }

  private static Fault reset(String zone) {
    return new Fault(
        "counter " + zone,
        "the energy counter of %s went back or leapt by more than the zone can use; counting goes on from its new value, the jump is not counted"
            .formatted(zone));
  }

  private List<Reading> readPower(TickLoad load, long nowNs, Map<String, Integer> zones) {
    List<Reading> readings = new ArrayList<>();
    for (PowerSource source : power) {
      PowerReading reading = source.read(load);
      readings.addAll(reading.readings());
      zones.put(source.name(), reading.readings().size());
      faults.report(source.name(), reading.faults(), nowNs);
    }
    return readings;
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
      usages.add(new Usage(workload, task.process(), task.command(), task.cpuNs()));
    }
    return usages;
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
