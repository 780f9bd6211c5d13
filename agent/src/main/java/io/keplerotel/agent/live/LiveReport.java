// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Past;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.Total;
import io.keplerotel.agent.live.LiveView.ZonePower;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the view from the snapshots. Any thread. */
public final class LiveReport {
  private static final int SHORT_ID_LENGTH = 12;
  private static final double UJ_PER_J = 1e6;
  private static final double NS_PER_S = 1e9;

  private final String node;
  private final Supplier<NamedSnapshot> snapshots;
  private final IntSupplier cpus;
  private volatile @Nullable Made made;

  /** A view, and what it was made from. */
  private record Made(NamedSnapshot from, LiveView view) {}

  /**
   * Of this node.
   *
   * @param snapshots the latest one
   * @param cpus how many hardware threads are online
   */
  public LiveReport(String node, Supplier<NamedSnapshot> snapshots, IntSupplier cpus) {
    this.node = node;
    this.snapshots = snapshots;
    this.cpus = cpus;
  }

  /** What is the case now; the same view until the next tick. */
  public LiveView view() {
    NamedSnapshot latest = snapshots.get();
    Made before = made;
    if (before != null && before.from == latest) {
      return before.view;
    }
    // Two that ask at once may both make it; the views are equal.
    LiveView view = new Pass(latest).view();
    made = new Made(latest, view);
    return view;
  }

  /** One view in the making. */
  private final class Pass {
    private final Snapshot recent;
    private final Snapshot total;
    private final Resolved names;
    private final List<NamedSnapshot.Past> before;
    private final int[] counted;

    Pass(NamedSnapshot named) {
      this.recent = named.recent();
      this.total = named.snapshot();
      this.names = named.names();
      this.before = named.past();
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
          new Total(total.startedAt().toString(), joules(total.node())),
          past(),
          IntStream.range(0, recent.zones().size())
              .filter(index -> !isTakenOver(index))
              .mapToObj(this::zone)
              .toList(),
          rows);
    }

    private List<Past> past() {
      return IntStream.range(1, before.size())
          .mapToObj(
              i -> {
                NamedSnapshot.Past from = before.get(i - 1);
                NamedSnapshot.Past to = before.get(i);
                Energies used = to.node().minus(from.node());
                double seconds = (to.uptimeNs() - from.uptimeNs()) / NS_PER_S;
                return new Past(
                    to.at().toString(),
                    new Power(
                        sumUj(used.zones(), used::idleUj) / UJ_PER_J / seconds,
                        sumUj(used.zones(), used::dynamicUj) / UJ_PER_J / seconds));
              })
          .toList();
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
      for (int i = 0; i < recent.workloads().size(); i++) {
        WorkloadEnergy workload = recent.workloads().get(i);
        if (workload.state() == State.RUNNING) {
          double joules = joules(total.workloads().get(i).energies());
          rows.add(row(workload, names.workloads().get(i).names(), joules));
        }
      }
    }

    private Row row(WorkloadEnergy workload, Names known, double joules) {
      Workload who = workload.workload();
      return new Row(
          switch (who) {
            case Workload.Container ignored -> Kind.CONTAINER;
            case Workload.Unit ignored -> Kind.UNIT;
            case Workload.VirtualMachine ignored -> Kind.VM;
            case Workload.Pseudo ignored -> Kind.SYSTEM;
          },
          id(who),
          who instanceof Workload.Container container ? container.podUid().orElse("") : "",
          name(who, known),
          known.pod().map(PodNames::namespace).orElse(""),
          known.pod().map(LiveReport::owner).orElse(""),
          power(workload.energies()),
          joules,
          cpus(workload.cpuUs()));
    }

    private void pods(List<Row> rows) {
      for (int i = 0; i < recent.pods().size(); i++) {
        PodEnergy pod = recent.pods().get(i);
        if (pod.state() == State.RUNNING) {
          Optional<PodNames> known = names.pods().get(i).names();
          rows.add(
              new Row(
                  Kind.POD,
                  pod.podUid(),
                  "",
                  known.map(PodNames::name).orElse(pod.podUid()),
                  known.map(PodNames::namespace).orElse(""),
                  known.map(LiveReport::owner).orElse(""),
                  power(pod.energies()),
                  joules(total.pods().get(i).energies()),
                  cpus(pod.cpuUs())));
        }
      }
    }

    private void processes(List<Row> rows) {
      for (int i = 0; i < recent.processes().size(); i++) {
        ProcessEnergy process = recent.processes().get(i);
        if (process.state() == State.RUNNING) {
          double joules = joules(total.processes().get(i).energies());
          rows.add(row(process, names.processes().get(i).names(), joules));
        }
      }
      recent
          .otherProcesses()
          .ifPresent(
              others ->
                  rows.add(
                      row(
                          others,
                          Names.UNKNOWN,
                          total.otherProcesses().map(t -> joules(t.energies())).orElse(0.0))));
    }

    private Row row(ProcessEnergy process, Names known, double joules) {
      boolean isOthers = process.workload().isEmpty();
      return new Row(
          Kind.PROCESS,
          isOthers ? "" : Integer.toString(process.process().pid()),
          process.workload().map(LiveReport::id).orElse(""),
          isOthers ? "all other processes, and short-lived ones" : process.command(),
          known.pod().map(PodNames::namespace).orElse(""),
          process.workload().map(workload -> name(workload, known)).orElse(""),
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
      return sumUj(energies.zones(), zone -> energies.idleUj(zone) + energies.dynamicUj(zone))
          / UJ_PER_J;
    }

    /** Over the zones that do not overlap, of those that there were. */
    private double sumUj(int zones, IntToLongFunction energyUj) {
      long sumUj = 0;
      for (int zone : counted) {
        sumUj += zone < zones ? energyUj.applyAsLong(zone) : 0;
      }
      return sumUj;
    }
  }

  /** Zones that do not overlap: packages, dram and other, or else the platform. */
  private static int[] counted(List<Zone> zones) {
    int[] parts =
        IntStream.range(0, zones.size())
            .filter(index -> zones.get(index).component().inTotal())
            .toArray();
    return parts.length > 0
        ? parts
        : IntStream.range(0, zones.size())
            .filter(index -> zones.get(index).component() == Component.PLATFORM)
            .toArray();
  }

  private static String owner(PodNames pod) {
    return pod.topOwner().map(owner -> owner.kind() + " " + owner.name()).orElse("");
  }

  private static String id(Workload workload) {
    return workload instanceof Workload.VirtualMachine machine ? machine.vmId() : workload.id();
  }

  private static String name(Workload workload, Names known) {
    if (workload instanceof Workload.VirtualMachine machine) {
      return machine.name();
    }
    if (!(workload instanceof Workload.Container container)) {
      return workload.id();
    }
    String id = container.id();
    String own = known.container().orElse(id.substring(0, Math.min(SHORT_ID_LENGTH, id.length())));
    return known.pod().map(pod -> pod.name() + "/" + own).orElse(own);
  }
}
