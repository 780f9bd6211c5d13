// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.ZonePower;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.SnapshotSource;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Makes the view from the snapshots. Any thread. */
public final class LiveReport {
  private static final int SHORT_ID_LENGTH = 12;
  private static final double UJ_PER_J = 1e6;

  private final String node;
  private final SnapshotSource snapshots;
  private final WorkloadNames names;
  private final IntSupplier cpus;

  /**
   * Assigns.
   *
   * @param cpus how many hardware threads are online
   */
  public LiveReport(String node, SnapshotSource snapshots, WorkloadNames names, IntSupplier cpus) {
    this.node = node;
    this.snapshots = snapshots;
    this.names = names;
    this.cpus = cpus;
  }

  /** What is the case now. */
  public LiveView view() {
    return new Pass(snapshots.recent(), snapshots.latest()).view();
  }

  /** One view in the making. */
  private final class Pass {
    private final Snapshot recent;
    private final Snapshot total;
    private final int[] counted;

    Pass(Snapshot recent, Snapshot total) {
      this.recent = recent;
      this.total = total;
      this.counted = counted(recent.zones());
    }

    LiveView view() {
      List<Row> rows = new ArrayList<>();
      workloads(rows);
      pods(rows);
      processes(rows);
      rows.sort(
          Comparator.comparingDouble((Row row) -> -row.power().total())
              .thenComparing(Row::name)
              .thenComparing(Row::id));
      long busyUs = recent.workloads().stream().mapToLong(WorkloadEnergy::cpuUs).sum();
      return new LiveView(
          node,
          recent.at().toString(),
          recent.uptimeNs() / 1e9,
          cpus.getAsInt(),
          cpus(busyUs),
          power(recent.node()),
          power(recent.unattributed()),
          IntStream.range(0, recent.zones().size())
              .filter(index -> !isTakenOver(index))
              .mapToObj(this::zone)
              .toList(),
          rows);
    }

    /** Whether it stands still, and another source counts the same component now. */
    private boolean isTakenOver(int index) {
      return usedUj(index) == 0
          && IntStream.range(0, recent.zones().size())
              .anyMatch(
                  other ->
                      recent.zones().get(other).component() == recent.zones().get(index).component()
                          && !recent
                              .zones()
                              .get(other)
                              .source()
                              .equals(recent.zones().get(index).source())
                          && usedUj(other) > 0);
    }

    private long usedUj(int index) {
      return recent.node().idleUj(index) + recent.node().dynamicUj(index);
    }

    private ZonePower zone(int index) {
      Zone zone = recent.zones().get(index);
      return new ZonePower(
          zone.id(),
          zone.provenance().name().toLowerCase(Locale.ROOT),
          zone.source(),
          new Power(
              Difference.watts(recent.node().idleUj(index), recent),
              Difference.watts(recent.node().dynamicUj(index), recent)));
    }

    private void workloads(List<Row> rows) {
      Map<String, Double> joules = new HashMap<>();
      total.workloads().forEach(w -> joules.put(w.workload().id(), joules(w.energies())));
      for (WorkloadEnergy workload : recent.workloads()) {
        if (workload.state() == State.RUNNING) {
          rows.add(row(workload, joules.getOrDefault(workload.workload().id(), 0.0)));
        }
      }
    }

    private Row row(WorkloadEnergy workload, double joules) {
      Workload who = workload.workload();
      WorkloadNames.Names known = names.of(who);
      return new Row(
          switch (who) {
            case Workload.Container ignored -> Kind.CONTAINER;
            case Workload.Unit ignored -> Kind.UNIT;
            case Workload.Pseudo ignored -> Kind.SYSTEM;
          },
          who.id(),
          name(who, known),
          known.pod().map(PodNames::namespace).orElse(""),
          known.pod().map(LiveReport::owner).orElse(""),
          power(workload.energies()),
          joules,
          cpus(workload.cpuUs()));
    }

    private void pods(List<Row> rows) {
      Map<String, Double> joules = new HashMap<>();
      total.pods().forEach(pod -> joules.put(pod.podUid(), joules(pod.energies())));
      for (PodEnergy pod : recent.pods()) {
        if (pod.state() == State.RUNNING) {
          Optional<PodNames> known = names.ofPod(pod.podUid());
          rows.add(
              new Row(
                  Kind.POD,
                  pod.podUid(),
                  known.map(PodNames::name).orElse(pod.podUid()),
                  known.map(PodNames::namespace).orElse(""),
                  known.map(LiveReport::owner).orElse(""),
                  power(pod.energies()),
                  joules.getOrDefault(pod.podUid(), 0.0),
                  cpus(pod.cpuUs())));
        }
      }
    }

    private void processes(List<Row> rows) {
      Map<String, Double> joules = new HashMap<>();
      total.processes().forEach(p -> joules.put(pid(p), joules(p.energies())));
      for (ProcessEnergy process : recent.processes()) {
        if (process.state() == State.RUNNING) {
          rows.add(row(process, pid(process), joules.getOrDefault(pid(process), 0.0)));
        }
      }
      recent
          .otherProcesses()
          .ifPresent(
              others ->
                  rows.add(
                      row(
                          others,
                          "",
                          total.otherProcesses().map(t -> joules(t.energies())).orElse(0.0))));
    }

    private Row row(ProcessEnergy process, String pid, double joules) {
      Optional<WorkloadNames.Names> known = process.workload().map(names::of);
      Optional<PodNames> pod = known.flatMap(WorkloadNames.Names::pod);
      return new Row(
          Kind.PROCESS,
          pid,
          pid.isEmpty() ? "all other processes" : process.command(),
          pod.map(PodNames::namespace).orElse(""),
          process
              .workload()
              .map(workload -> name(workload, known.orElse(WorkloadNames.Names.UNKNOWN)))
              .orElse(""),
          power(process.energies()),
          joules,
          cpus(process.cpuUs()));
    }

    private double cpus(long cpuUs) {
      return recent.uptimeNs() <= 0 ? 0 : cpuUs * 1e3 / recent.uptimeNs();
    }

    private Power power(Energies energies) {
      long idleUj = 0;
      long dynamicUj = 0;
      for (int zone : counted) {
        idleUj += energies.idleUj(zone);
        dynamicUj += energies.dynamicUj(zone);
      }
      return new Power(Difference.watts(idleUj, recent), Difference.watts(dynamicUj, recent));
    }

    private double joules(Energies energies) {
      long sumUj = 0;
      for (int zone : counted) {
        if (zone < energies.zones()) {
          sumUj += energies.idleUj(zone) + energies.dynamicUj(zone);
        }
      }
      return sumUj / UJ_PER_J;
    }
  }

  /** Zones that do not overlap: packages, dram and other, or else the platform. */
  private static int[] counted(List<Zone> zones) {
    int[] parts =
        IntStream.range(0, zones.size())
            .filter(
                index ->
                    switch (zones.get(index).component()) {
                      case PACKAGE, DRAM, GPU, OTHER -> true;
                      case CORE, UNCORE, PLATFORM -> false;
                    })
            .toArray();
    return parts.length > 0
        ? parts
        : IntStream.range(0, zones.size())
            .filter(index -> zones.get(index).component() == Component.PLATFORM)
            .toArray();
  }

  private static String pid(ProcessEnergy process) {
    return Integer.toString(process.process().pid());
  }

  private static String owner(PodNames pod) {
    return pod.topOwner().map(owner -> owner.kind() + " " + owner.name()).orElse("");
  }

  private static String name(Workload workload, WorkloadNames.Names known) {
    if (!(workload instanceof Workload.Container container)) {
      return workload.id();
    }
    String id = container.id();
    String own = known.container().orElse(id.substring(0, Math.min(SHORT_ID_LENGTH, id.length())));
    return known.pod().map(pod -> pod.name() + "/" + own).orElse(own);
  }
}
