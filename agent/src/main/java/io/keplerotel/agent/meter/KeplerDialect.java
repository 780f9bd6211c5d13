// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static io.keplerotel.agent.meter.Subject.NODE;
import static io.keplerotel.agent.meter.Subject.OWNER;
import static io.keplerotel.agent.meter.Subject.POD;
import static io.keplerotel.agent.meter.Subject.PROCESS;
import static io.keplerotel.agent.meter.Subject.UNATTRIBUTED;
import static io.keplerotel.agent.meter.Subject.VM;
import static io.keplerotel.agent.meter.Subject.WORKLOAD;
import static io.keplerotel.agent.model.Component.CORE;
import static io.keplerotel.agent.model.Component.DRAM;
import static io.keplerotel.agent.model.Component.GPU;
import static io.keplerotel.agent.model.Component.OTHER;
import static io.keplerotel.agent.model.Component.PACKAGE;
import static io.keplerotel.agent.model.Component.PLATFORM;
import static io.keplerotel.agent.model.Component.UNCORE;

import io.keplerotel.agent.meter.Row.Points;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.function.Supplier;

/** Energy and CPU time by the names and labels of Kepler 0.7. */
public final class KeplerDialect {
  private final String nodeName;

  private KeplerDialect(String nodeName) {
    this.nodeName = nodeName;
  }

  /**
   * The dialect on this node.
   *
   * @param cpuTimeSource who counts CPU time now, such as {@code bpf}
   */
  public static DialectTable of(String nodeName, Supplier<String> cpuTimeSource) {
    return new DialectTable(
        new KeplerDialect(nodeName).rows(),
        new KeplerIdentity(),
        AgentLabels.KEPLER,
        cpuTimeSource);
  }

  private List<Row> rows() {
    return List.of(
        energy(KeplerMetrics.NODE_PACKAGE, NODE, PACKAGE),
        energy(KeplerMetrics.NODE_CORE, NODE, CORE),
        energy(KeplerMetrics.NODE_UNCORE, NODE, UNCORE),
        energy(KeplerMetrics.NODE_DRAM, NODE, DRAM),
        energy(KeplerMetrics.NODE_GPU, NODE, GPU),
        energy(KeplerMetrics.NODE_OTHER, NODE, OTHER),
        energy(KeplerMetrics.NODE_PLATFORM, NODE, PLATFORM),
        unattributed(KeplerMetrics.NODE_UNATTRIBUTED),
        energy(KeplerMetrics.CONTAINER_PACKAGE, WORKLOAD, PACKAGE),
        energy(KeplerMetrics.CONTAINER_CORE, WORKLOAD, CORE),
        energy(KeplerMetrics.CONTAINER_UNCORE, WORKLOAD, UNCORE),
        energy(KeplerMetrics.CONTAINER_DRAM, WORKLOAD, DRAM),
        energy(KeplerMetrics.CONTAINER_GPU, WORKLOAD, GPU),
        gpuUse(KeplerMetrics.CONTAINER_GPU_COMPUTE_UTIL, WORKLOAD),
        energy(KeplerMetrics.CONTAINER_OTHER, WORKLOAD, OTHER),
        energy(KeplerMetrics.CONTAINER_PLATFORM, WORKLOAD, PLATFORM),
        total(KeplerMetrics.CONTAINER, WORKLOAD, Quantity.JOULES),
        cpuTime(KeplerMetrics.CONTAINER_BPF_CPU_TIME_MS, WORKLOAD),
        energy(KeplerMetrics.POD_PACKAGE, POD, PACKAGE),
        energy(KeplerMetrics.POD_CORE, POD, CORE),
        energy(KeplerMetrics.POD_UNCORE, POD, UNCORE),
        energy(KeplerMetrics.POD_DRAM, POD, DRAM),
        energy(KeplerMetrics.POD_GPU, POD, GPU),
        energy(KeplerMetrics.POD_OTHER, POD, OTHER),
        energy(KeplerMetrics.POD_PLATFORM, POD, PLATFORM),
        total(KeplerMetrics.POD, POD, Quantity.JOULES),
        energy(KeplerMetrics.OWNER_PACKAGE, OWNER, PACKAGE),
        energy(KeplerMetrics.OWNER_CORE, OWNER, CORE),
        energy(KeplerMetrics.OWNER_UNCORE, OWNER, UNCORE),
        energy(KeplerMetrics.OWNER_DRAM, OWNER, DRAM),
        energy(KeplerMetrics.OWNER_GPU, OWNER, GPU),
        energy(KeplerMetrics.OWNER_OTHER, OWNER, OTHER),
        energy(KeplerMetrics.OWNER_PLATFORM, OWNER, PLATFORM),
        total(KeplerMetrics.OWNER, OWNER, Quantity.JOULES),
        energy(KeplerMetrics.VM_PACKAGE, VM, PACKAGE),
        energy(KeplerMetrics.VM_CORE, VM, CORE),
        energy(KeplerMetrics.VM_UNCORE, VM, UNCORE),
        energy(KeplerMetrics.VM_DRAM, VM, DRAM),
        energy(KeplerMetrics.VM_GPU, VM, GPU),
        gpuUse(KeplerMetrics.VM_GPU_COMPUTE_UTIL, VM),
        energy(KeplerMetrics.VM_OTHER, VM, OTHER),
        energy(KeplerMetrics.VM_PLATFORM, VM, PLATFORM),
        total(KeplerMetrics.VM, VM, Quantity.JOULES),
        cpuTime(KeplerMetrics.VM_BPF_CPU_TIME_MS, VM),
        energy(KeplerMetrics.PROCESS_PACKAGE, PROCESS, PACKAGE),
        energy(KeplerMetrics.PROCESS_CORE, PROCESS, CORE),
        energy(KeplerMetrics.PROCESS_UNCORE, PROCESS, UNCORE),
        energy(KeplerMetrics.PROCESS_DRAM, PROCESS, DRAM),
        energy(KeplerMetrics.PROCESS_GPU, PROCESS, GPU),
        gpuUse(KeplerMetrics.PROCESS_GPU_COMPUTE_UTIL, PROCESS),
        energy(KeplerMetrics.PROCESS_OTHER, PROCESS, OTHER),
        energy(KeplerMetrics.PROCESS_PLATFORM, PROCESS, PLATFORM),
        total(KeplerMetrics.PROCESS, PROCESS, Quantity.JOULES),
        total(KeplerMetrics.PROCESS_TOTAL_ENERGY_MILLIJOULES, PROCESS, Quantity.MILLIJOULES),
        cpuTime(KeplerMetrics.PROCESS_BPF_CPU_TIME_MS, PROCESS),
        cpuTime(KeplerMetrics.PROCESS_CPU_TIME_MS, PROCESS));
  }

  private Row energy(Metric metric, Subject subject, Component component) {
    boolean ofNode = subject == NODE;
    Points points =
        new Row.OfZones(
            zone -> zone.component() == component,
            ofNode ? ZoneGroup::byPackage : ZoneGroup::byComponent,
            modes(subject));
    return new Row(
        metric, subject, points, Quantity.JOULES, ofNode ? this::node : KeplerDialect::mode);
  }

  private static Row unattributed(Metric metric) {
    return new Row(
        metric,
        UNATTRIBUTED,
        Points.each(ZoneGroup::byComponent, Mode.EACH),
        Quantity.JOULES,
        KeplerDialect::component);
  }

  private static Row total(Metric metric, Subject subject, Quantity quantity) {
    Points points = Points.each(ZoneGroup::total, modes(subject));
    return new Row(metric, subject, points, quantity, KeplerDialect::mode);
  }

  private static Row cpuTime(Metric metric, Subject subject) {
    return new Row(
        metric, subject, new Row.Single(), Quantity.CPU_MILLISECONDS, KeplerDialect::source);
  }

  /** Of all GPUs together, where there are any. */
  private static Row gpuUse(Metric metric, Subject subject) {
    Points points =
        new Row.OfZones(
            zone -> zone.component() == GPU, ZoneGroup::byComponent, List.of(Mode.BOTH));
    return new Row(metric, subject, points, Quantity.GPU_PERCENT_SECONDS, KeplerDialect::source);
  }

  private static List<Mode> modes(Subject subject) {
    return subject == PROCESS ? Mode.OF_PROCESS : Mode.EACH;
  }

  private void node(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder.put(KeplerLabels.PACKAGE, zones.packageId()).put(KeplerLabels.INSTANCE, nodeName);
    mode(builder, zones, mode, state);
  }

  private static void component(
      AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder.put(KeplerLabels.COMPONENT, zones.componentLabel());
    mode(builder, zones, mode, state);
  }

  private static void mode(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder.put(KeplerLabels.MODE, mode.label());
    source(builder, zones, mode, state);
  }

  private static void source(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder.put(KeplerLabels.SOURCE, zones.source());
  }
}
