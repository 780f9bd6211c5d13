// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerSample.Takeover;
import io.keplerotel.agent.sampling.Discovered;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.sampling.TickRecord;
import io.keplerotel.agent.status.AgentState.KubernetesState;
import io.keplerotel.agent.status.AgentState.OwnCost;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.workload.PodSource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * After each tick: tells the agent's own metrics how it went. The agent's own energy is its part of
 * all CPU time of the tick, of the node's dynamic energy.
 */
public final class StateReport {
  private static final String KUBERNETES = "kubernetes";
  private static final String CGROUPS = "cgroups";
  private static final String PODS = "pods";
  private static final String CONFIGURATION = "configuration";
  private static final long SETTLE_NS = 10_000_000_000L;

  private final Sampler sampler;
  private final SampleSources sources;
  private final Discovered found;
  private final PodSource pods;
  private final FaultLog faults;
  private final PowerLog power;
  private final IdlePowerCheck idlePower;
  private final AgentState state;
  private final HostFiles files;
  private final SmallFile file = new SmallFile();

  private TickRecord before = TickRecord.NONE;
  private long settledNs;
  private long dynamicUj;
  private long ownCpuNs;
  private double ownUj;

  @Inject
  StateReport(
      Sampler sampler,
      SampleSources sources,
      Discovered found,
      PodSource pods,
      FaultLog faults,
      PowerLog power,
      IdlePowerCheck idlePower,
      AgentState state,
      Machine machine,
      HostFiles files) {
    this.sampler = sampler;
    this.sources = sources;
    this.found = found;
    this.pods = pods;
    this.faults = faults;
    this.power = power;
    this.idlePower = idlePower;
    this.state = state;
    this.files = files;
    state.machine(machine);
  }

  public void update() {
    TickRecord tick = sampler.lastTick();
    faults.report(CGROUPS, sources.workloads().faults(), tick.startedNs());
    reportPods(tick.startedNs());
    state.status(status(tick));
    if (tick.ticks() == before.ticks()) {
      return; // It waits for the next: nothing was booked.
    }
    state.tickEnded(tick.tookNs());
    state.lostRecords(tick.lostRecords() - before.lostRecords());
    state.lostTime(tick.lostNs() - before.lostNs());
    tick.booking().resets().forEach(zone -> state.counterReset(zone.id()));
    tick.booking().gaps().forEach(gap -> state.zoneLost(gap.zone().id(), gap.lengthNs()));
    state.zones(counted(tick));
    tick.takeovers().forEach(this::takeover);
    power.tick(tick.ticks(), tick.zonesBySource());
    faults.report(CONFIGURATION, idlePower.faults(tick.ticks(), state.zones()), tick.startedNs());
    state.ownCost(ownCost(tick));
    before = tick;
  }

  /** What was used while nobody told it is not known. */
  private void takeover(Takeover takeover) {
    power.takeover(takeover);
    if (takeover.silentNs() > 0) {
      takeover.zones().forEach(zone -> state.zoneLost(zone.id(), takeover.silentNs()));
    }
  }

  /**
   * Zones of sources that another one has taken over from stay in the snapshot, and stand still.
   */
  private List<Zone> counted(TickRecord tick) {
    Set<String> read = new HashSet<>();
    tick.zonesBySource().values().forEach(zones -> zones.forEach(zone -> read.add(zone.source())));
    return sampler.latest().zones().stream().filter(zone -> read.contains(zone.source())).toList();
  }

  /** Says what the log has said of this tick, and nothing else. */
  private AgentStatus status(TickRecord tick) {
    Map<String, SourceState> states = new HashMap<>();
    found.refused().forEach((name, why) -> states.put(name, SourceState.unavailable(why)));
    found.powerSources().stream()
        .filter(name -> tick.ticks() > 0 && !tick.zonesBySource().containsKey(name))
        .forEach(states::remove);
    tick.zonesBySource()
        .forEach((name, zones) -> states.put(name, zones.isEmpty() ? none(name) : stateOf(name)));
    states.put(sources.cpu().name(), stateOf(sources.cpu().name()));
    states.put(CGROUPS, stateOf(CGROUPS));
    pods.state()
        .ifPresent(
            now ->
                states.put(
                    KUBERNETES,
                    now.available()
                        ? SourceState.AVAILABLE
                        : SourceState.unavailable(now.reason())));
    return new AgentStatus(states, sources.cpu().name(), faults.current());
  }

  /** What is not known about pods is a fault of the source, never of the agent. */
  private void reportPods(long nowNs) {
    pods.state()
        .ifPresent(
            now -> {
              state.kubernetes(new KubernetesState(now.calls(), now.pods()));
              if (!now.available() && !now.reason().isEmpty()) {
                faults.report(KUBERNETES, List.of(new Fault(PODS, now.reason())), nowNs);
              }
              if (nowNs - settledNs >= SETTLE_NS) {
                settledNs = nowNs;
                pods.settle(inUse(sampler.latest()), nowNs);
              }
            });
  }

  private static Set<String> inUse(Snapshot snapshot) {
    Set<String> ids = new HashSet<>();
    snapshot.workloads().forEach(workload -> ids.add(workload.workload().id()));
    snapshot.pods().forEach(pod -> ids.add(pod.podUid()));
    return ids;
  }

  private SourceState stateOf(String source) {
    return faults.disabling(source).map(SourceState::unavailable).orElse(SourceState.AVAILABLE);
  }

  /** It reads nothing. */
  private SourceState none(String source) {
    return SourceState.unavailable(
        faults.current().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(source + " "))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(found.refused().getOrDefault(source, "it reads nothing")));
  }

  private OwnCost ownCost(TickRecord tick) {
    long cpuNs =
        ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    long nowUj = dynamicUj(sampler.latest());
    long busyNs = tick.busyNs() - before.busyNs();
    if (before.ticks() > 0 && busyNs > 0) {
      double part = Math.min(1, (cpuNs - ownCpuNs) / (double) busyNs);
      ownUj += part * (nowUj - dynamicUj);
    }
    dynamicUj = nowUj;
    ownCpuNs = cpuNs;
    return new OwnCost(OptionalLong.of((long) ownUj), OptionalLong.of(cpuNs), residentBytes());
  }

  /** Dynamic energy of what does not overlap: packages, dram, other. */
  private static long dynamicUj(Snapshot snapshot) {
    long sumUj = 0;
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).component().inTotal()) {
        sumUj += snapshot.node().dynamicUj(zone);
      }
    }
    return sumUj;
  }

  private OptionalLong residentBytes() {
    try {
      return file.text(files.ownStatus())
          .lines()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (UnreadableException ignored) {
      // A figure about ourselves; without it that one metric is absent.
      return OptionalLong.empty();
    }
  }
}
