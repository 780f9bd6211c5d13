// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

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
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Energy and CPU time by the names and labels of Kepler 0.7. A collection reads the latest snapshot
 * once and changes nothing but its own cache of label sets.
 */
public final class KeplerDialectMeters {
  private static final double US_PER_MS = 1e3;
  private static final double UJ_PER_MJ = 1e3;

  private final Meter meter;
  private final Supplier<Snapshot> snapshots;
  private final WorkloadNames names;
  private final String nodeName;
  private final Supplier<String> cpuTimeSource;

  private final Instruments instruments;
  private final SeriesCache<Begun<ContainerKey>, KeplerSeries> containers = new SeriesCache<>();
  private final SeriesCache<Begun<PodKey>, KeplerSeries> pods = new SeriesCache<>();
  private final SeriesCache<Begun<ProcessIdentity>, KeplerSeries> processes = new SeriesCache<>();
  private final Beginnings<Object> beginnings = new Beginnings<>();
  private Layout layout = new Layout(List.of(), "", StartTime.UNKNOWN);
  private List<ZoneGroup> groups = List.of();
  private List<Series> node = List.of();
  private Series unattributed = new Series(Attributes.empty(), List.of());

  /**
   * Builds the instruments; {@link #register} makes them observed.
   *
   * @param cpuTimeSource who counts CPU time now, such as {@code bpf}
   */
  public KeplerDialectMeters(
      Meter meter,
      Supplier<Snapshot> snapshots,
      WorkloadNames names,
      String nodeName,
      Supplier<String> cpuTimeSource) {
    this.meter = meter;
    this.snapshots = snapshots;
    this.names = names;
    this.nodeName = nodeName;
    this.cpuTimeSource = cpuTimeSource;
    this.instruments = new Instruments(meter, metrics(), AgentLabels.KEPLER);
  }

  private static List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    metrics.addAll(KeplerLevel.NODE.metrics());
    metrics.addAll(KeplerLevel.CONTAINER.metrics());
    metrics.addAll(KeplerLevel.POD.metrics());
    metrics.addAll(KeplerLevel.PROCESS.metrics());
    metrics.addAll(
        List.of(
            KeplerMetrics.NODE_UNATTRIBUTED,
            KeplerMetrics.CONTAINER_BPF_CPU_TIME_MS,
            KeplerMetrics.PROCESS_BPF_CPU_TIME_MS,
            KeplerMetrics.PROCESS_CPU_TIME_MS,
            KeplerMetrics.PROCESS_TOTAL_ENERGY_MILLIJOULES,
            AgentMetrics.AGENT_HELD,
            AgentMetrics.AGENT_SERIES));
    return metrics;
  }

  /** Registers one callback for all instruments; closing it ends the series. */
  public BatchCallback register() {
    return instruments.observe(meter, this::observe);
  }

  private void observe() {
    Snapshot snapshot = snapshots.get();
    lay(new Layout(snapshot.zones(), cpuTimeSource.get(), snapshot.startedAt()));
    instruments.takeRecorded();
    node(snapshot);
    instruments.recordSeries(AgentAttributes.LEVEL_NODE);
    int held = 0;
    for (WorkloadEnergy workload : snapshot.workloads()) {
      held += container(workload) ? 0 : 1;
    }
    instruments.recordSeries(AgentAttributes.LEVEL_CONTAINER);
    snapshot.pods().forEach(this::pod);
    instruments.recordSeries(AgentAttributes.LEVEL_POD);
    instruments.recordCount(AgentMetrics.AGENT_HELD, held, Attributes.empty());
    instruments.takeRecorded();
    snapshot.processes().forEach(this::process);
    snapshot.otherProcesses().ifPresent(this::process);
    instruments.recordSeries(AgentAttributes.LEVEL_PROCESS);
    containers.sweep();
    pods.sweep();
    processes.sweep();
    beginnings.sweep();
  }

  /** Label sets depend on the zones; they seldom change. */
  private void lay(Layout wanted) {
    if (wanted.equals(layout)) {
      return;
    }
    layout = wanted;
    groups = ZoneGroup.byComponent(layout.zones());
    node = ZoneGroup.byPackage(layout.zones()).stream().map(this::nodeSeries).toList();
    unattributed =
        Series.of(
            StartTime.on(Attributes.empty(), layout.since()),
            groups,
            Mode.ALL,
            KeplerDialectMeters::component);
    containers.clear();
    pods.clear();
    processes.clear();
  }

  private Series nodeSeries(ZoneGroup group) {
    Attributes base =
        Attributes.of(KeplerLabels.PACKAGE, group.packageId(), KeplerLabels.INSTANCE, nodeName);
    return Series.of(
        StartTime.on(base, layout.since()), List.of(group), Mode.ALL, KeplerSeries::label);
  }

  private static void component(AttributesBuilder builder, ZoneGroup group, Mode mode) {
    builder.put(KeplerLabels.COMPONENT, group.componentLabel());
    KeplerSeries.label(builder, group, mode);
  }

  private void node(Snapshot snapshot) {
    for (Series series : node) {
      series.forEach(
          snapshot.node(),
          (point, energyUj) ->
              instruments.recordEnergy(
                  KeplerLevel.NODE.of(point.group().component()), energyUj, point.attributes()));
    }
    unattributed.forEach(
        snapshot.unattributed(),
        (point, energyUj) ->
            instruments.recordEnergy(
                KeplerMetrics.NODE_UNATTRIBUTED, energyUj, point.attributes()));
  }

  /** Shows a container; false where it is not to be shown yet. */
  private boolean container(WorkloadEnergy workload) {
    WorkloadNames.Names known = names.of(workload.workload());
    if (names.holds(workload.workload(), known, workload.ageNs())) {
      return false;
    }
    ContainerKey labels = new ContainerKey(workload.workload(), known);
    Instant since = beginnings.of(workload.workload(), workload.since(), labels);
    KeplerSeries series =
        containers.of(
            new Begun<>(labels, since),
            key ->
                KeplerSeries.of(
                    KeplerIdentity.container(key.labels().workload(), key.labels().names()),
                    key.since(),
                    groups,
                    Mode.ALL,
                    layout.cpuTimeSource()));
    series.record(instruments, KeplerLevel.CONTAINER, workload.energies());
    instruments.record(
        KeplerMetrics.CONTAINER_BPF_CPU_TIME_MS, workload.cpuUs() / US_PER_MS, series.cpu());
    return true;
  }

  private void pod(PodEnergy pod) {
    Optional<PodNames> known = names.ofPod(pod.podUid());
    if (names.holds(known, pod.ageNs())) {
      return;
    }
    PodKey labels = new PodKey(pod.podUid(), known);
    Instant since = beginnings.of(pod.podUid(), pod.since(), labels);
    pods.of(
            new Begun<>(labels, since),
            key ->
                KeplerSeries.of(
                    KeplerIdentity.pod(key.labels().podUid(), key.labels().names()),
                    key.since(),
                    groups,
                    Mode.ALL,
                    layout.cpuTimeSource()))
        .record(instruments, KeplerLevel.POD, pod.energies());
  }

  private void process(ProcessEnergy process) {
    ProcessIdentity labels = new ProcessIdentity(process);
    Instant since = beginnings.of(labels.key(), process.since(), labels);
    KeplerSeries series =
        processes.of(
            new Begun<>(labels, since),
            key ->
                KeplerSeries.of(
                    KeplerIdentity.process(key.labels()),
                    key.since(),
                    groups,
                    Mode.OF_PROCESS,
                    layout.cpuTimeSource()));
    series.record(instruments, KeplerLevel.PROCESS, process.energies());
    double cpuMs = process.cpuUs() / US_PER_MS;
    instruments.record(KeplerMetrics.PROCESS_BPF_CPU_TIME_MS, cpuMs, series.cpu());
    instruments.record(KeplerMetrics.PROCESS_CPU_TIME_MS, cpuMs, series.cpu());
    series
        .totalAttributes(Mode.DYNAMIC)
        .ifPresent(
            attributes ->
                instruments.record(
                    KeplerMetrics.PROCESS_TOTAL_ENERGY_MILLIJOULES,
                    series.totalUj(process.energies(), Mode.DYNAMIC) / UJ_PER_MJ,
                    attributes));
  }

  private record Layout(List<Zone> zones, String cpuTimeSource, Instant since) {}

  private record ContainerKey(Workload workload, WorkloadNames.Names names) {}

  /** Labels, and since when they stand on this counter. */
  private record Begun<L>(L labels, Instant since) {}

  private record PodKey(String podUid, Optional<PodNames> names) {}
}
