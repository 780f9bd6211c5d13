// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static io.keplerotel.agent.meter.Quantity.CPU_SECONDS;
import static io.keplerotel.agent.meter.Quantity.JOULES;
import static io.keplerotel.agent.meter.Quantity.WATTS;
import static io.keplerotel.agent.meter.Subject.CONTAINER;
import static io.keplerotel.agent.meter.Subject.NODE;
import static io.keplerotel.agent.meter.Subject.OWNER;
import static io.keplerotel.agent.meter.Subject.POD;
import static io.keplerotel.agent.meter.Subject.PROCESS;
import static io.keplerotel.agent.meter.Subject.VM;

import io.keplerotel.agent.meter.Quantity.Over;
import io.keplerotel.agent.meter.Row.Points;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.KeplerTenLabels;
import io.keplerotel.semconv.KeplerTenMetrics;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Energy, power and CPU time by the names and labels of Kepler 0.10 and later. Only dynamic energy
 * is shown of workloads, and only containers, pods, processes and virtual machines are workloads,
 * as there.
 */
public final class KeplerTenDialect {
  /** Kepler has no other zone for the whole machine. */
  private static final String PLATFORM_ZONE = "psys";

  private static final String AGGREGATED = "aggregated-";

  /** What Kepler counts as the CPU's. */
  private static final Set<Component> CPU =
      EnumSet.of(
          Component.PACKAGE, Component.CORE, Component.UNCORE, Component.DRAM, Component.PLATFORM);

  private static final Labels ZONE_AND_STATE = new StateAnd(true);
  private static final Labels STATE = new StateAnd(false);

  private KeplerTenDialect() {}

  /**
   * The dialect on this node.
   *
   * @param cpus how many hardware threads are online
   */
  public static DialectTable of(String nodeName, IntSupplier cpus) {
    return new DialectTable(
        rows(cpus), new KeplerTenIdentity(nodeName), AgentLabels.KEPLER, () -> "");
  }

  private static List<Row> rows(IntSupplier cpus) {
    return List.of(
        node(KeplerTenMetrics.NODE_CPU_JOULES, Mode.BOTH, JOULES),
        node(KeplerTenMetrics.NODE_CPU_ACTIVE_JOULES, Mode.DYNAMIC, JOULES),
        node(KeplerTenMetrics.NODE_CPU_IDLE_JOULES, Mode.IDLE, JOULES),
        node(KeplerTenMetrics.NODE_CPU_WATTS, Mode.BOTH, WATTS),
        node(KeplerTenMetrics.NODE_CPU_ACTIVE_WATTS, Mode.DYNAMIC, WATTS),
        node(KeplerTenMetrics.NODE_CPU_IDLE_WATTS, Mode.IDLE, WATTS),
        one(KeplerTenMetrics.NODE_CPU_USAGE_RATIO, NODE, usage(cpus)),
        gpu(KeplerTenMetrics.NODE_GPU_JOULES, Mode.BOTH, JOULES),
        gpu(KeplerTenMetrics.NODE_GPU_ACTIVE_JOULES, Mode.DYNAMIC, JOULES),
        gpu(KeplerTenMetrics.NODE_GPU_IDLE_JOULES, Mode.IDLE, JOULES),
        gpu(KeplerTenMetrics.NODE_GPU_WATTS, Mode.BOTH, WATTS),
        gpu(KeplerTenMetrics.NODE_GPU_ACTIVE_WATTS, Mode.DYNAMIC, WATTS),
        gpu(KeplerTenMetrics.NODE_GPU_IDLE_WATTS, Mode.IDLE, WATTS),
        used(KeplerTenMetrics.CONTAINER_CPU_JOULES, CONTAINER, JOULES),
        used(KeplerTenMetrics.CONTAINER_CPU_WATTS, CONTAINER, WATTS),
        usedOfGpus(KeplerTenMetrics.CONTAINER_GPU_JOULES, CONTAINER, JOULES),
        usedOfGpus(KeplerTenMetrics.CONTAINER_GPU_WATTS, CONTAINER, WATTS),
        one(KeplerTenMetrics.CONTAINER_CPU_SECONDS, CONTAINER, CPU_SECONDS),
        used(KeplerTenMetrics.POD_CPU_JOULES, POD, JOULES),
        used(KeplerTenMetrics.POD_CPU_WATTS, POD, WATTS),
        usedOfGpus(KeplerTenMetrics.POD_GPU_JOULES, POD, JOULES),
        usedOfGpus(KeplerTenMetrics.POD_GPU_WATTS, POD, WATTS),
        ofOwner(KeplerTenMetrics.OWNER_CPU_JOULES, points(Mode.DYNAMIC), KeplerTenDialect::zone),
        ofOwner(KeplerTenMetrics.OWNER_GPU_JOULES, gpus(), Labels.NONE),
        used(KeplerTenMetrics.VM_CPU_JOULES, VM, JOULES),
        used(KeplerTenMetrics.VM_CPU_WATTS, VM, WATTS),
        used(KeplerTenMetrics.PROCESS_CPU_JOULES, PROCESS, JOULES),
        used(KeplerTenMetrics.PROCESS_CPU_WATTS, PROCESS, WATTS),
        usedOfGpus(KeplerTenMetrics.PROCESS_GPU_JOULES, PROCESS, JOULES),
        usedOfGpus(KeplerTenMetrics.PROCESS_GPU_WATTS, PROCESS, WATTS),
        one(KeplerTenMetrics.PROCESS_CPU_SECONDS, PROCESS, CPU_SECONDS));
  }

  private static Row node(Metric metric, Mode mode, Quantity quantity) {
    return new Row(metric, NODE, points(mode), quantity, KeplerTenDialect::zoneAndPath);
  }

  private static Row used(Metric metric, Subject subject, Quantity quantity) {
    return new Row(metric, subject, points(Mode.DYNAMIC), quantity, ZONE_AND_STATE);
  }

  private static Row gpu(Metric metric, Mode mode, Quantity quantity) {
    Points points = new Row.OfZones(KeplerTenDialect::isGpu, ZoneGroup::single, List.of(mode));
    return new Row(metric, NODE, points, quantity, KeplerTenDialect::card);
  }

  /** All its GPUs together, as in Kepler. */
  private static Row usedOfGpus(Metric metric, Subject subject, Quantity quantity) {
    return new Row(metric, subject, gpus(), quantity, STATE);
  }

  private static Points gpus() {
    return new Row.OfZones(KeplerTenDialect::isGpu, ZoneGroup::ofComponent, List.of(Mode.DYNAMIC));
  }

  /** An owner outlives its pods, and so is in no state. */
  private static Row ofOwner(Metric metric, Points points, Labels labels) {
    return new Row(metric, OWNER, points, JOULES, labels);
  }

  private static boolean isGpu(Zone zone) {
    return zone.component() == Component.GPU;
  }

  private static Row one(Metric metric, Subject subject, Quantity quantity) {
    return new Row(metric, subject, new Row.Single(), quantity, Labels.NONE);
  }

  private static Points points(Mode mode) {
    return new Row.OfZones(
        zone -> CPU.contains(zone.component()), ZoneGroup::byComponent, List.of(mode));
  }

  private static Quantity usage(IntSupplier cpus) {
    return new Quantity(
        Over.LAST_SECONDS,
        (use, zones, mode) -> {
          double capacityNs = (double) use.recentNs * Math.max(1, cpus.getAsInt());
          return Math.min(1, 1e3 * use.recentCpuUs / capacityNs);
        });
  }

  private static void zoneAndPath(
      AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder.put(AgentAttributes.ZONE, zone(zones));
    builder.put(
        KeplerTenLabels.PATH,
        zones.zones().size() == 1 ? zones.zones().getFirst().id() : AGGREGATED + zone(zones));
  }

  private static void zone(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder.put(AgentAttributes.ZONE, zone(zones));
  }

  private static void card(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    Zone zone = zones.zones().getFirst();
    builder.put(KeplerTenLabels.GPU, zone.packageId());
    builder.put(KeplerTenLabels.GPU_UUID, zone.id());
    builder.put(KeplerTenLabels.GPU_NAME, zone.make().model());
    builder.put(KeplerTenLabels.VENDOR, zone.make().vendor());
  }

  private static String zone(ZoneGroup zones) {
    return zones.component() == Component.PLATFORM ? PLATFORM_ZONE : zones.componentLabel();
  }

  private record StateAnd(boolean hasZone) implements Labels {
    @Override
    public void add(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
      if (hasZone) {
        builder.put(AgentAttributes.ZONE, zone(zones));
      }
      builder.put(
          KeplerTenLabels.STATE,
          switch (state) {
            case RUNNING -> KeplerTenLabels.STATE_RUNNING;
            case TERMINATED -> KeplerTenLabels.STATE_TERMINATED;
          });
    }

    /** The label of the state makes a new series at the end. */
    @Override
    public boolean areFirst(State state) {
      return state == State.RUNNING;
    }
  }
}
