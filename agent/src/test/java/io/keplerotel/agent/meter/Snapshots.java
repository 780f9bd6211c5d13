// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static io.keplerotel.agent.model.Snapshot.State.RUNNING;
import static io.keplerotel.agent.model.Snapshot.State.TERMINATED;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Hand-made snapshots of a machine with two packages, of which only the first meters memory, and a
 * rail for the whole platform. Workloads and the unattributed rest add up to the node.
 */
public final class Snapshots {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final Instant CONTAINER_START = Instant.parse("2026-01-01T00:10:00.5Z");
  public static final String POD_UID = "275ecb36-5aa8-4c2a-9c47-d8bb681b9aff";
  public static final Workload.Container WEB =
      new Workload.Container("2f1c7e0a9b35".repeat(5) + "aaaa", "containerd", Optional.of(POD_UID));
  public static final Workload.Container BATCH =
      new Workload.Container("77d0c4f1b2ee".repeat(5) + "bbbb", "podman", Optional.empty());
  public static final Workload.Unit UNIT = new Workload.Unit("nginx.service");
  public static final Workload.VirtualMachine VM =
      Workload.VirtualMachine.of("9b1c2d3e-4f50-4a1b-8c2d-0123456789ab", "db", "kvm");
  public static final String RAPL = "rapl-sysfs";

  private static final List<Zone> ZONES =
      List.of(
          zone("package-0", Component.PACKAGE, "0", Optional.empty()),
          zone("package-0/core", Component.CORE, "0", Optional.of("package-0")),
          zone("package-0/dram", Component.DRAM, "0", Optional.of("package-0")),
          zone("package-1", Component.PACKAGE, "1", Optional.empty()),
          zone("psys", Component.PLATFORM, "", Optional.empty()),
          zone("other", Component.OTHER, "", Optional.empty()));

  private static final long AGE_NS = 20_000_000_000L;

  private Snapshots() {}

  /** Before the first tick. */
  public static Snapshot empty() {
    Energies none = new Energies(new long[0], new long[0], 0);
    return new Snapshot(
        START,
        START,
        0,
        0,
        List.of(),
        none,
        none,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** Everybody's energy is proportional to the tick. */
  public static Snapshot at(long tick) {
    List<WorkloadEnergy> workloads =
        List.of(
            new WorkloadEnergy(
                WEB, RUNNING, CONTAINER_START, AGE_NS, tick * 2_500_000L, energies(tick, 4)),
            new WorkloadEnergy(
                BATCH, TERMINATED, CONTAINER_START, AGE_NS, tick * 1_000_000L, energies(tick, 2)),
            new WorkloadEnergy(UNIT, RUNNING, START, AGE_NS, tick * 500_000L, energies(tick, 1)),
            new WorkloadEnergy(
                Workload.Pseudo.KERNEL, RUNNING, START, AGE_NS, tick * 250_000L, energies(tick, 1)),
            new WorkloadEnergy(
                Workload.Pseudo.SYSTEM,
                RUNNING,
                START,
                AGE_NS,
                tick * 125_000L,
                energies(tick, 1)));
    return new Snapshot(
        START,
        START.plusSeconds(tick),
        tick * 1_000_000_000L,
        tick,
        ZONES,
        energies(tick, 10),
        energies(tick, 1),
        workloads,
        List.of(pod(tick)),
        List.of(
            process(100, Optional.of(WEB), "java", tick, 3),
            process(200, Optional.of(UNIT), "nginx", tick, 1)),
        Optional.of(process(0, Optional.empty(), "", tick, 2)));
  }

  /** The same on a host of a virtual machine. */
  public static Snapshot withMachine(long tick) {
    Snapshot full = at(tick);
    List<WorkloadEnergy> workloads = new ArrayList<>(full.workloads());
    workloads.add(
        new WorkloadEnergy(VM, RUNNING, START, AGE_NS, tick * 750_000L, energies(tick, 2)));
    List<ProcessEnergy> processes = new ArrayList<>(full.processes());
    processes.add(process(300, Optional.of(VM), "qemu-system-x86", tick, 2));
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        full.zones(),
        full.node(),
        full.unattributed(),
        workloads,
        full.pods(),
        processes,
        full.otherProcesses());
  }

  /** The same, but all counters of workloads, pods and processes began later. */
  public static Snapshot startedAgain(long tick) {
    Snapshot full = at(tick);
    Instant since = CONTAINER_START.plusSeconds(600);
    return new Snapshot(
        full.startedAt(),
        full.at().plusSeconds(60),
        full.uptimeNs() + 60_000_000_000L,
        full.tick() + 60,
        full.zones(),
        at(tick + 60).node(),
        at(tick + 60).unattributed(),
        full.workloads().stream()
            .map(
                w ->
                    new WorkloadEnergy(
                        w.workload(), w.state(), since, w.ageNs(), w.cpuUs(), w.energies()))
            .toList(),
        full.pods().stream()
            .map(
                p ->
                    new PodEnergy(p.podUid(), p.state(), since, p.ageNs(), p.cpuUs(), p.energies()))
            .toList(),
        full.processes().stream()
            .map(
                p ->
                    new ProcessEnergy(
                        p.process(),
                        p.workload(),
                        p.state(),
                        p.command(),
                        since,
                        p.cpuUs(),
                        p.energies()))
            .toList(),
        full.otherProcesses());
  }

  /** The same processes after an {@code exec} each. */
  public static Snapshot renamed(long tick) {
    Snapshot full = at(tick);
    List<ProcessEnergy> renamed =
        full.processes().stream()
            .map(
                p ->
                    new ProcessEnergy(
                        p.process(),
                        p.workload(),
                        p.state(),
                        "renamed",
                        p.since(),
                        p.cpuUs(),
                        p.energies()))
            .toList();
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        full.zones(),
        full.node(),
        full.unattributed(),
        full.workloads(),
        full.pods(),
        renamed,
        full.otherProcesses());
  }

  /** The same without the container {@link #BATCH}. */
  public static Snapshot withoutBatch(long tick) {
    Snapshot full = at(tick);
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        full.zones(),
        full.node(),
        full.unattributed(),
        full.workloads().stream().filter(energy -> !energy.workload().equals(BATCH)).toList(),
        full.pods(),
        full.processes(),
        full.otherProcesses());
  }

  /** The same after all workloads have been let go. */
  public static Snapshot withoutWorkloads(long tick) {
    Snapshot full = at(tick);
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        full.zones(),
        full.node(),
        full.unattributed(),
        List.of(),
        List.of(),
        full.processes(),
        full.otherProcesses());
  }

  /** A snapshot with so many containers. */
  public static Snapshot crowd(int containers) {
    Snapshot full = at(1);
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        full.zones(),
        full.node(),
        full.unattributed(),
        IntStream.range(0, containers).mapToObj(Snapshots::inCrowd).toList(),
        full.pods(),
        full.processes(),
        full.otherProcesses());
  }

  private static WorkloadEnergy inCrowd(int number) {
    Workload workload = new Workload.Container("c" + number, "docker", Optional.empty());
    return new WorkloadEnergy(workload, RUNNING, CONTAINER_START, AGE_NS, 1_000, energies(1, 1));
  }

  /** The pod of {@link #WEB}: the container, and another one that is gone. */
  private static PodEnergy pod(long tick) {
    return new PodEnergy(
        POD_UID, RUNNING, CONTAINER_START, AGE_NS, tick * 3_000_000L, energies(tick, 5));
  }

  private static Zone zone(
      String id, Component component, String packageId, Optional<String> parent) {
    return new Zone(id, component, packageId, parent, RAPL, Provenance.MEASURED);
  }

  private static ProcessEnergy process(
      int pid, Optional<Workload> workload, String command, long tick, long share) {
    return new ProcessEnergy(
        new ProcessKey(pid, pid * 1_000L),
        workload,
        RUNNING,
        command,
        CONTAINER_START,
        tick * share * 100_000L,
        new Energies(new long[0], dynamicUj(tick, share), ZONES.size()));
  }

  private static Energies energies(long tick, long share) {
    return new Energies(idleUj(tick, share), dynamicUj(tick, share), ZONES.size());
  }

  private static long[] idleUj(long tick, long share) {
    return scaled(tick * share, 1_000_000, 100_000, 200_000, 900_001, 2_500_002, 400_001);
  }

  private static long[] dynamicUj(long tick, long share) {
    return scaled(tick * share, 3_000_000, 2_500_000, 300_000, 2_000_003, 6_000_006, 700_003);
  }

  private static long[] scaled(long factor, long... valuesUj) {
    for (int index = 0; index < valuesUj.length; index++) {
      valuesUj[index] *= factor;
    }
    return valuesUj;
  }
}
