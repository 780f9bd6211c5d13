// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.SnapshotSource;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerTenMetrics;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Energy, power and CPU time by the names and labels of Kepler 0.10 and later. Only dynamic energy
 * is shown of workloads, and only containers, pods and processes are workloads, as there.
 */
public final class KeplerTenDialectMeters {
  private static final List<Metric> METRICS =
      List.of(
          KeplerTenMetrics.NODE_CPU_JOULES,
          KeplerTenMetrics.NODE_CPU_ACTIVE_JOULES,
          KeplerTenMetrics.NODE_CPU_IDLE_JOULES,
          KeplerTenMetrics.NODE_CPU_WATTS,
          KeplerTenMetrics.NODE_CPU_ACTIVE_WATTS,
          KeplerTenMetrics.NODE_CPU_IDLE_WATTS,
          KeplerTenMetrics.NODE_CPU_USAGE_RATIO,
          KeplerTenMetrics.CONTAINER_CPU_JOULES,
          KeplerTenMetrics.CONTAINER_CPU_WATTS,
          KeplerTenMetrics.CONTAINER_CPU_SECONDS,
          KeplerTenMetrics.POD_CPU_JOULES,
          KeplerTenMetrics.POD_CPU_WATTS,
          KeplerTenMetrics.PROCESS_CPU_JOULES,
          KeplerTenMetrics.PROCESS_CPU_WATTS,
          KeplerTenMetrics.PROCESS_CPU_SECONDS,
          AgentMetrics.AGENT_HELD,
          AgentMetrics.AGENT_SERIES);

  private static final NodeMetrics JOULES =
      new NodeMetrics(
          KeplerTenMetrics.NODE_CPU_JOULES,
          KeplerTenMetrics.NODE_CPU_ACTIVE_JOULES,
          KeplerTenMetrics.NODE_CPU_IDLE_JOULES);
  private static final NodeMetrics WATTS =
      new NodeMetrics(
          KeplerTenMetrics.NODE_CPU_WATTS,
          KeplerTenMetrics.NODE_CPU_ACTIVE_WATTS,
          KeplerTenMetrics.NODE_CPU_IDLE_WATTS);

  private final Meter meter;
  private final SnapshotSource snapshots;
  private final WorkloadNames names;
  private final KeplerTenIdentity identity;
  private final IntSupplier cpus;

  private final Instruments instruments;
  private final SeriesCache<ContainerKey, KeplerTenSeries> containers = new SeriesCache<>();
  private final SeriesCache<PodKey, KeplerTenSeries> pods = new SeriesCache<>();
  private final SeriesCache<ProcessSeriesKey, KeplerTenSeries> processes = new SeriesCache<>();
  private List<Zone> zones = List.of();
  private List<ZoneGroup> groups = List.of();
  private Series node = new Series(Attributes.empty(), List.of());

  /**
   * Builds the instruments; {@link #register} makes them observed.
   *
   * @param cpus how many hardware threads are online
   */
  public KeplerTenDialectMeters(
      Meter meter,
      SnapshotSource snapshots,
      WorkloadNames names,
      String nodeName,
      IntSupplier cpus) {
    this.meter = meter;
    this.snapshots = snapshots;
    this.names = names;
    this.identity = new KeplerTenIdentity(nodeName);
    this.cpus = cpus;
    this.instruments = new Instruments(meter, METRICS, AgentLabels.KEPLER);
  }

  /** Registers one callback for all instruments; closing it ends the series. */
  public BatchCallback register() {
    return instruments.observe(meter, this::observe);
  }

  private void observe() {
    Snapshot total = snapshots.latest();
    Snapshot recent = snapshots.recent();
    lay(total.zones());
    instruments.takeRecorded();
    node(total, recent);
    instruments.recordSeries(AgentAttributes.LEVEL_NODE);
    long held = total.workloads().stream().filter(this::isHeld).count();
    total.workloads().forEach(this::containerEnergy);
    recent.workloads().forEach(workload -> containerPower(workload, recent));
    instruments.recordSeries(AgentAttributes.LEVEL_CONTAINER);
    total.pods().forEach(this::podEnergy);
    recent.pods().forEach(pod -> podPower(pod, recent));
    instruments.recordSeries(AgentAttributes.LEVEL_POD);
    instruments.recordCount(AgentMetrics.AGENT_HELD, held, Attributes.empty());
    instruments.takeRecorded();
    total.processes().forEach(this::processEnergy);
    total.otherProcesses().ifPresent(this::processEnergy);
    recent.processes().forEach(process -> processPower(process, recent));
    recent.otherProcesses().ifPresent(process -> processPower(process, recent));
    instruments.recordSeries(AgentAttributes.LEVEL_PROCESS);
    containers.sweep();
    pods.sweep();
    processes.sweep();
  }

  private void lay(List<Zone> wanted) {
    if (wanted.equals(zones)) {
      return;
    }
    zones = wanted;
    groups =
        ZoneGroup.byComponent(zones).stream()
            .filter(group -> group.component() != Component.OTHER)
            .toList();
    node =
        Series.of(
            identity.node(),
            groups,
            Mode.ALL,
            (builder, group, mode) -> identity.nodeZone(builder, group, zones));
    containers.clear();
    pods.clear();
    processes.clear();
  }

  private void node(Snapshot total, Snapshot recent) {
    node(total.node(), JOULES, instruments::recordEnergy);
    if (recent.uptimeNs() <= 0) {
      return;
    }
    node(
        recent.node(),
        WATTS,
        (metric, energyUj, labels) -> power(metric, energyUj, recent, labels));
    double busyNs = 1e3 * recent.workloads().stream().mapToLong(WorkloadEnergy::cpuUs).sum();
    double capacityNs = (double) recent.uptimeNs() * Math.max(1, cpus.getAsInt());
    instruments.record(
        KeplerTenMetrics.NODE_CPU_USAGE_RATIO, Math.min(1, busyNs / capacityNs), node.base());
  }

  private void node(Energies energies, NodeMetrics metrics, EnergySink sink) {
    node.forEach(
        energies,
        (point, energyUj) -> {
          sink.record(metrics.of(point.mode()), energyUj, point.attributes());
          if (point.mode() == Mode.DYNAMIC) {
            long idleUj = point.group().energyUj(energies, Mode.IDLE);
            sink.record(metrics.total(), energyUj + idleUj, point.attributes());
          }
        });
  }

  private boolean isHeld(WorkloadEnergy workload) {
    return names.holds(workload.workload(), names.of(workload.workload()), workload.ageNs());
  }

  private void containerEnergy(WorkloadEnergy workload) {
    container(workload)
        .ifPresent(
            series -> {
              energy(KeplerTenMetrics.CONTAINER_CPU_JOULES, series, workload.energies());
              instruments.recordCpuTime(
                  KeplerTenMetrics.CONTAINER_CPU_SECONDS, workload.cpuUs(), series.time());
            });
  }

  private void containerPower(WorkloadEnergy workload, Snapshot recent) {
    container(workload)
        .ifPresent(
            series ->
                power(KeplerTenMetrics.CONTAINER_CPU_WATTS, series, workload.energies(), recent));
  }

  /** Empty for what is no container, and for one that is not to be shown yet. */
  private Optional<KeplerTenSeries> container(WorkloadEnergy workload) {
    WorkloadNames.Names known = names.of(workload.workload());
    if (!(workload.workload() instanceof Workload.Container container)
        || names.holds(container, known, workload.ageNs())) {
      return Optional.empty();
    }
    return Optional.of(
        containers.of(
            new ContainerKey(container, known, workload.state(), workload.since()),
            key ->
                identity.series(
                    identity.container(key.container(), key.names()),
                    key.state(),
                    key.since(),
                    groups)));
  }

  private void podEnergy(PodEnergy pod) {
    pod(pod).ifPresent(series -> energy(KeplerTenMetrics.POD_CPU_JOULES, series, pod.energies()));
  }

  private void podPower(PodEnergy pod, Snapshot recent) {
    pod(pod)
        .ifPresent(series -> power(KeplerTenMetrics.POD_CPU_WATTS, series, pod.energies(), recent));
  }

  private Optional<KeplerTenSeries> pod(PodEnergy pod) {
    Optional<PodNames> known = names.ofPod(pod.podUid());
    if (names.holds(known, pod.ageNs())) {
      return Optional.empty();
    }
    return Optional.of(
        pods.of(
            new PodKey(pod.podUid(), known, pod.state(), pod.since()),
            key ->
                identity.series(
                    identity.pod(key.podUid(), key.names()), key.state(), key.since(), groups)));
  }

  private void processEnergy(ProcessEnergy process) {
    KeplerTenSeries series = series(process);
    energy(KeplerTenMetrics.PROCESS_CPU_JOULES, series, process.energies());
    instruments.recordCpuTime(KeplerTenMetrics.PROCESS_CPU_SECONDS, process.cpuUs(), series.time());
  }

  private void processPower(ProcessEnergy process, Snapshot recent) {
    power(KeplerTenMetrics.PROCESS_CPU_WATTS, series(process), process.energies(), recent);
  }

  private KeplerTenSeries series(ProcessEnergy process) {
    return processes.of(
        new ProcessSeriesKey(new ProcessIdentity(process), process.state(), process.since()),
        key -> identity.series(identity.process(key.process()), key.state(), key.since(), groups));
  }

  private void energy(Metric metric, KeplerTenSeries series, Energies energies) {
    series
        .energies()
        .forEach(
            energies,
            (point, energyUj) -> instruments.recordEnergy(metric, energyUj, point.attributes()));
  }

  private void power(Metric metric, KeplerTenSeries series, Energies used, Snapshot recent) {
    if (recent.uptimeNs() > 0) {
      series
          .energies()
          .forEach(used, (point, energyUj) -> power(metric, energyUj, recent, point.attributes()));
    }
  }

  private void power(Metric metric, long energyUj, Snapshot recent, Attributes attributes) {
    instruments.record(metric, Difference.watts(energyUj, recent), attributes);
  }

  /** Energy of the node, or its power. */
  private record NodeMetrics(Metric total, Metric active, Metric idle) {
    Metric of(Mode mode) {
      return switch (mode) {
        case IDLE -> idle;
        case DYNAMIC -> active;
      };
    }
  }

  /** Records energy, or the power that it was used with. */
  private interface EnergySink {
    void record(Metric metric, long energyUj, Attributes attributes);
  }

  private record ContainerKey(
      Workload.Container container,
      WorkloadNames.Names names,
      Snapshot.State state,
      Instant since) {}

  private record PodKey(
      String podUid, Optional<PodNames> names, Snapshot.State state, Instant since) {}

  private record ProcessSeriesKey(ProcessIdentity process, Snapshot.State state, Instant since) {}
}
