// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.Metric;
import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.OtlpMetrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Energy and CPU time by OpenTelemetry's semantic conventions. A collection reads the latest
 * snapshot once and changes nothing but its own cache of attributes.
 */
public final class OtlpDialectMeters {
  private static final List<Metric> METRICS =
      List.of(
          OtlpMetrics.HW_ENERGY,
          OtlpMetrics.HW_HOST_ENERGY,
          OtlpMetrics.NODE_ENERGY,
          OtlpMetrics.NODE_UNATTRIBUTED_ENERGY,
          OtlpMetrics.CONTAINER_ENERGY,
          OtlpMetrics.POD_ENERGY,
          OtlpMetrics.PROCESS_ENERGY,
          OtlpMetrics.CONTAINER_CPU_TIME,
          OtlpMetrics.PROCESS_CPU_TIME,
          AgentMetrics.AGENT_HELD,
          AgentMetrics.AGENT_SERIES);

  private final OtlpIdentity identity;
  private final Meter meter;
  private final Supplier<Snapshot> snapshots;
  private final WorkloadNames names;

  private final Instruments instruments;
  private final SeriesCache<Begun<WorkloadKey>, Series> workloads = new SeriesCache<>();
  private final SeriesCache<Begun<PodKey>, Series> pods = new SeriesCache<>();
  private final SeriesCache<Begun<ProcessKey>, Series> processes = new SeriesCache<>();
  private final Beginnings<Object> beginnings = new Beginnings<>();
  private final Set<Workload> held = new HashSet<>();
  private Layout layout = new Layout(List.of(), Instant.EPOCH);
  private List<ZoneGroup> groups = List.of();
  private Series node = new Series(Attributes.empty(), List.of());
  private List<HardwarePoint> hardware = List.of();

  private OtlpDialectMeters(
      Meter meter, Supplier<Snapshot> snapshots, WorkloadNames names, OtlpIdentity identity) {
    this.identity = identity;
    this.meter = meter;
    this.snapshots = snapshots;
    this.names = names;
    this.instruments = new Instruments(meter, METRICS, AgentLabels.OTEL);
  }

  /**
   * Builds the instruments for a push; {@link #register} makes them observed.
   *
   * @param bootedAt when the machine was started, from which processes count their beginning
   */
  public static OtlpDialectMeters pushed(
      Meter meter, Supplier<Snapshot> snapshots, WorkloadNames names, Optional<Instant> bootedAt) {
    return new OtlpDialectMeters(meter, snapshots, names, OtlpIdentity.pushed(bootedAt));
  }

  /**
   * Builds the instruments for scrapes; {@link #register} makes them observed.
   *
   * @param machine what names the machine; stands on each series
   * @param bootedAt when the machine was started, from which processes count their beginning
   */
  public static OtlpDialectMeters scraped(
      Meter meter,
      Supplier<Snapshot> snapshots,
      WorkloadNames names,
      Attributes machine,
      Optional<Instant> bootedAt) {
    return new OtlpDialectMeters(meter, snapshots, names, OtlpIdentity.scraped(machine, bootedAt));
  }

  /** Registers one callback for all instruments; closing it ends the series. */
  public BatchCallback register() {
    return instruments.observe(meter, this::observe);
  }

  private void observe() {
    Snapshot snapshot = snapshots.get();
    lay(new Layout(snapshot.zones(), snapshot.startedAt()));
    instruments.takeRecorded();
    hardware.forEach(point -> hardware(point, snapshot.node()));
    energy(OtlpMetrics.NODE_ENERGY, node, snapshot.node());
    energy(OtlpMetrics.NODE_UNATTRIBUTED_ENERGY, node, snapshot.unattributed());
    instruments.recordSeries(AgentAttributes.LEVEL_NODE);
    held.clear();
    snapshot.workloads().forEach(this::workload);
    instruments.recordSeries(AgentAttributes.LEVEL_CONTAINER);
    snapshot.pods().forEach(this::pod);
    instruments.recordSeries(AgentAttributes.LEVEL_POD);
    instruments.recordCount(AgentMetrics.AGENT_HELD, held.size(), Attributes.empty());
    instruments.takeRecorded();
    snapshot.processes().forEach(this::process);
    snapshot.otherProcesses().ifPresent(this::process);
    instruments.recordSeries(AgentAttributes.LEVEL_PROCESS);
    workloads.sweep();
    pods.sweep();
    processes.sweep();
    beginnings.sweep();
  }

  /** Attributes depend on the zones; they seldom change. */
  private void lay(Layout wanted) {
    if (wanted.equals(layout)) {
      return;
    }
    layout = wanted;
    groups = ZoneGroup.byComponent(layout.zones());
    node = Series.of(identity.node(layout.since()), groups, Mode.ALL, OtlpDialectMeters::label);
    hardware = hardwarePoints(layout);
    workloads.clear();
    pods.clear();
    processes.clear();
  }

  private List<HardwarePoint> hardwarePoints(Layout layout) {
    List<HardwarePoint> points = new ArrayList<>();
    for (int index = 0; index < layout.zones().size(); index++) {
      Zone zone = layout.zones().get(index);
      if (isHardware(zone)) {
        Metric metric =
            zone.component() == Component.PLATFORM
                ? OtlpMetrics.HW_HOST_ENERGY
                : OtlpMetrics.HW_ENERGY;
        points.add(new HardwarePoint(metric, index, identity.zone(zone, layout.since())));
      }
    }
    return points;
  }

  /** What is computed is none, and the whole machine's energy is metered or not told. */
  private static boolean isHardware(Zone zone) {
    return switch (zone.component()) {
      case OTHER -> false;
      case PLATFORM -> zone.provenance() == Provenance.MEASURED;
      case PACKAGE, CORE, UNCORE, DRAM, GPU -> true;
    };
  }

  private static void label(AttributesBuilder builder, ZoneGroup group, Mode mode) {
    builder
        .put(OtlpAttributes.ZONE, group.componentLabel())
        .put(OtlpAttributes.MODE, mode.label())
        .put(OtlpAttributes.SOURCE, group.source());
  }

  private void hardware(HardwarePoint point, Energies energies) {
    long energyUj = energies.idleUj(point.zone()) + energies.dynamicUj(point.zone());
    instruments.recordEnergy(point.metric(), energyUj, point.attributes());
  }

  private void workload(WorkloadEnergy workload) {
    WorkloadNames.Names known = names.of(workload.workload());
    if (names.holds(workload.workload(), known, workload.ageNs())) {
      held.add(workload.workload());
      return;
    }
    WorkloadKey labels = new WorkloadKey(workload.workload(), known);
    Instant since = beginnings.of(workload.workload(), workload.since(), labels);
    Series series =
        workloads.of(
            new Begun<>(labels, since),
            key ->
                series(
                    identity.workload(key.labels().workload(), key.labels().names(), key.since())));
    energy(OtlpMetrics.CONTAINER_ENERGY, series, workload.energies());
    if (workload.workload() instanceof Workload.Container) {
      instruments.recordCpuTime(OtlpMetrics.CONTAINER_CPU_TIME, workload.cpuUs(), series.base());
    }
  }

  private void pod(PodEnergy pod) {
    Optional<PodNames> known = names.ofPod(pod.podUid());
    if (!names.holds(known, pod.ageNs())) {
      PodKey labels = new PodKey(pod.podUid(), known);
      Instant since = beginnings.of(pod.podUid(), pod.since(), labels);
      Series series =
          pods.of(
              new Begun<>(labels, since),
              key ->
                  series(identity.pod(key.labels().podUid(), key.labels().names(), key.since())));
      energy(OtlpMetrics.POD_ENERGY, series, pod.energies());
    }
  }

  private Series series(Attributes base) {
    return Series.of(base, groups, Mode.ALL, OtlpDialectMeters::label);
  }

  /** A process carries the names of its container, so it is not shown before that one is. */
  private void process(ProcessEnergy process) {
    if (process.workload().filter(held::contains).isPresent()) {
      return;
    }
    ProcessIdentity who = new ProcessIdentity(process);
    WorkloadNames.Names workloadNames =
        process.workload().map(names::of).orElse(WorkloadNames.Names.UNKNOWN);
    ProcessKey labels = new ProcessKey(who, workloadNames);
    Instant since = beginnings.of(who.key(), process.since(), labels);
    Series series =
        processes.of(
            new Begun<>(labels, since),
            key ->
                Series.of(
                    identity.process(key.labels().identity(), key.labels().names(), key.since()),
                    groups,
                    Mode.OF_PROCESS,
                    OtlpDialectMeters::label));
    energy(OtlpMetrics.PROCESS_ENERGY, series, process.energies());
    instruments.recordCpuTime(OtlpMetrics.PROCESS_CPU_TIME, process.cpuUs(), series.base());
  }

  private void energy(Metric metric, Series series, Energies energies) {
    series.forEach(
        energies,
        (point, energyUj) -> instruments.recordEnergy(metric, energyUj, point.attributes()));
  }

  private record Layout(List<Zone> zones, Instant since) {}

  private record HardwarePoint(Metric metric, int zone, Attributes attributes) {}

  private record Begun<L>(L labels, Instant since) {}

  private record WorkloadKey(Workload workload, WorkloadNames.Names names) {}

  private record PodKey(String podUid, Optional<PodNames> names) {}

  private record ProcessKey(ProcessIdentity identity, WorkloadNames.Names names) {}
}
