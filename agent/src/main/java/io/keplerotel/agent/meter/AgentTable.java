// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.attribution.IdlePower;
import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Disagreement;
import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.status.Cost;
import io.keplerotel.agent.status.EstimateState;
import io.keplerotel.agent.status.MemoryState;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerTenLabels;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The agent's own metrics; the same in all dialects, but for what their attributes are called. */
final class AgentTable {
  private static final double MILLIONTHS = 1e6;

  private final AgentLabels labels;
  private final LongSupplier nanoTime;

  private AgentTable(AgentLabels labels, LongSupplier nanoTime) {
    this.labels = labels;
    this.nanoTime = nanoTime;
  }

  static List<Row> rows(AgentLabels labels, LongSupplier nanoTime) {
    return new AgentTable(labels, nanoTime).rows();
  }

  private List<Row> rows() {
    return List.of(
        one(AgentMetrics.AGENT_TICKS, status -> status.ticks().count()),
        one(AgentMetrics.AGENT_TICK_TIME, status -> status.ticks().tookNs()),
        known(AgentMetrics.AGENT_TICK_AGE, status -> status.ticks().ageNs(nanoTime.getAsLong())),
        new Row(AgentMetrics.AGENT_SOURCE_AVAILABLE, this::sources),
        one(AgentMetrics.AGENT_BPF_LOST_RECORDS, status -> status.losses().records()),
        one(AgentMetrics.AGENT_BPF_LOST_TIME, status -> status.losses().cpuNs()),
        each(AgentMetrics.AGENT_FAULTS, KeplerLabels.SOURCE, status -> status.losses().faults()),
        each(
            AgentMetrics.AGENT_COUNTER_RESETS,
            AgentAttributes.ZONE,
            status -> status.losses().counterResets()),
        each(
            AgentMetrics.AGENT_ZONE_LOST_TIME,
            AgentAttributes.ZONE,
            status -> status.losses().zoneLostNs()),
        new Row(AgentMetrics.AGENT_COUNTER_DISAGREEMENT, this::compared),
        new Row(AgentMetrics.AGENT_ZONES, this::zones),
        new Row(AgentMetrics.AGENT_ESTIMATE, this::estimate),
        bounds(AgentMetrics.AGENT_ESTIMATE_LOW, EstimateState.Bounds::lowUw),
        bounds(AgentMetrics.AGENT_ESTIMATE_HIGH, EstimateState.Bounds::highUw),
        new Row(AgentMetrics.AGENT_IDLE_POWER, this::idlePower),
        new Row(AgentMetrics.AGENT_IDLE_POWER_ERROR, this::idlePowerError),
        gpu(
            AgentMetrics.HW_GPU_UTILIZATION,
            state -> state.busyPercent().stream().mapToLong(AgentTable::millionths).findFirst()),
        gpu(AgentMetrics.HW_GPU_MEMORY_USAGE, GpuState::usedBytes),
        gpu(AgentMetrics.HW_GPU_MEMORY_LIMIT, GpuState::memoryBytes),
        new Row(AgentMetrics.AGENT_OTLP_EXPORTS, this::exports),
        one(AgentMetrics.AGENT_OTLP_REJECTED, status -> status.cost().pushes().rejected()),
        kubernetes(AgentMetrics.AGENT_KUBERNETES_CALLS, Cost.Kubernetes::calls),
        kubernetes(AgentMetrics.AGENT_KUBERNETES_PODS, Cost.Kubernetes::pods),
        known(AgentMetrics.AGENT_ENERGY, status -> status.cost().own().energyUj()),
        known(AgentMetrics.AGENT_CPU_TIME, status -> status.cost().own().cpuNs()),
        known(AgentMetrics.AGENT_MEMORY_RSS, status -> status.cost().own().residentBytes()),
        memory(AgentMetrics.AGENT_MEMORY_HEAP, MemoryState::heapBytes),
        memory(AgentMetrics.AGENT_MEMORY_HEAP_LIMIT, MemoryState::heapLimitBytes),
        memory(AgentMetrics.AGENT_SCRAPES_REFUSED, MemoryState::refused),
        memory(AgentMetrics.AGENT_PROCESSES_LIMIT, MemoryState::processes));
  }

  /** A single point. */
  private static Row one(Metric metric, ToLongFunction<AgentStatus> value) {
    return known(metric, status -> OptionalLong.of(value.applyAsLong(status)));
  }

  /** A single point, where its value is known. */
  private static Row known(Metric metric, Function<AgentStatus, OptionalLong> value) {
    return new Row(
        metric,
        (status, points) ->
            value.apply(status).ifPresent(known -> points.add(known, Attributes.empty())));
  }

  /** A point for each that is counted by name. */
  private Row each(
      Metric metric, AttributeKey<String> name, Function<AgentStatus, Map<String, Long>> sums) {
    AttributeKey<String> label = labels.of(name);
    return new Row(
        metric,
        (status, points) ->
            sums.apply(status).forEach((key, sum) -> points.add(sum, Attributes.of(label, key))));
  }

  private static Row kubernetes(Metric metric, ToLongFunction<Cost.Kubernetes> value) {
    return known(
        metric, status -> status.cost().kubernetes().stream().mapToLong(value).findFirst());
  }

  private static Row memory(Metric metric, ToLongFunction<MemoryState> value) {
    return known(metric, status -> status.cost().memory().stream().mapToLong(value).findFirst());
  }

  private void sources(AgentStatus status, Points points) {
    status
        .sources()
        .states()
        .forEach((name, source) -> points.add(source.available() ? 1 : 0, labels(name, source)));
  }

  private Attributes labels(String name, SourceState source) {
    Attributes named = Attributes.of(labels.of(KeplerLabels.SOURCE), name);
    return labels.freeText()
        ? named.toBuilder().put(AgentAttributes.REASON, source.reason()).build()
        : named;
  }

  private void compared(AgentStatus status, Points points) {
    for (Disagreement each : status.sources().compared()) {
      points.add(
          Math.round(each.ratio() * MILLIONTHS),
          Attributes.of(
              labels.of(AgentAttributes.ZONE),
              each.zone(),
              labels.of(KeplerLabels.SOURCE),
              each.source(),
              labels.of(AgentAttributes.OTHER_SOURCE),
              each.other()));
    }
  }

  private Row gpu(Metric metric, Function<GpuState, OptionalLong> value) {
    return new Row(
        metric,
        (status, points) ->
            status
                .gpus()
                .forEach(
                    gpu ->
                        value
                            .apply(gpu)
                            .ifPresent(known -> points.add(known, labels(gpu.zone())))));
  }

  private static long millionths(int percent) {
    return percent * 10_000L;
  }

  private Attributes labels(Zone gpu) {
    return Attributes.of(
        labels.of(AgentAttributes.ZONE),
        gpu.id(),
        labels.of(KeplerTenLabels.GPU),
        labels == AgentLabels.KEPLER ? gpu.packageId() : OtlpIdentity.name(gpu),
        labels.of(KeplerTenLabels.GPU_NAME),
        gpu.make().model(),
        labels.of(KeplerTenLabels.VENDOR),
        gpu.make().vendor());
  }

  private void zones(AgentStatus status, Points points) {
    Function<Zone, Attributes> labelled = zone -> labels(zone, status.machine());
    status.zones().stream()
        .collect(Collectors.groupingBy(labelled, Collectors.counting()))
        .forEach((zoneLabels, count) -> points.add(count, zoneLabels));
  }

  private Attributes labels(Zone zone, Machine machine) {
    return Attributes.of(
        labels.of(KeplerLabels.SOURCE),
        zone.source(),
        labels.of(AgentAttributes.PROVENANCE),
        switch (zone.provenance()) {
          case MEASURED -> AgentAttributes.PROVENANCE_MEASURED;
          case ESTIMATED -> AgentAttributes.PROVENANCE_ESTIMATED;
        },
        labels.of(AgentAttributes.MACHINE),
        switch (machine) {
          case BARE_METAL -> AgentAttributes.MACHINE_BARE_METAL;
          case VIRTUAL -> AgentAttributes.MACHINE_VIRTUAL;
          case UNKNOWN -> AgentAttributes.MACHINE_UNKNOWN;
        });
  }

  private void estimate(AgentStatus status, Points points) {
    status
        .estimate()
        .ifPresent(
            estimate ->
                points.add(
                    1,
                    Attributes.of(
                        labels.of(AgentAttributes.MODEL),
                        estimate.model(),
                        labels.of(AgentAttributes.EVIDENCE),
                        switch (estimate.evidence()) {
                          case CALIBRATED -> AgentAttributes.EVIDENCE_CALIBRATED;
                          case CPU_MODEL -> AgentAttributes.EVIDENCE_CPU_MODEL;
                          case CPU_FAMILY -> AgentAttributes.EVIDENCE_CPU_FAMILY;
                          case DEFAULT -> AgentAttributes.EVIDENCE_DEFAULT;
                        })));
  }

  /** A point for each zone that is estimated. */
  private Row bounds(Metric metric, ToLongFunction<EstimateState.Bounds> bound) {
    AttributeKey<String> label = labels.of(AgentAttributes.ZONE);
    return new Row(
        metric,
        (status, points) ->
            status
                .estimate()
                .ifPresent(
                    estimate ->
                        estimate
                            .bounds()
                            .forEach(
                                (zone, each) ->
                                    points.add(
                                        bound.applyAsLong(each), Attributes.of(label, zone)))));
  }

  private void idlePower(AgentStatus status, Points points) {
    for (IdlePower idle : status.idle()) {
      points.add(
          idle.powerUw(),
          Attributes.of(
              labels.of(AgentAttributes.ZONE),
              idle.zone().id(),
              labels.of(AgentAttributes.BASIS),
              switch (idle.basis()) {
                case SEEN -> AgentAttributes.BASIS_SEEN;
                case SLOPE -> AgentAttributes.BASIS_SLOPE;
                case GUESS -> AgentAttributes.BASIS_GUESS;
              }));
    }
  }

  private void idlePowerError(AgentStatus status, Points points) {
    for (IdlePower idle : status.idle()) {
      points.add(idle.errorUw(), Attributes.of(labels.of(AgentAttributes.ZONE), idle.zone().id()));
    }
  }

  private void exports(AgentStatus status, Points points) {
    points.add(status.cost().pushes().ok(), outcome(AgentAttributes.OUTCOME_OK));
    points.add(status.cost().pushes().failed(), outcome(AgentAttributes.OUTCOME_FAILED));
  }

  private Attributes outcome(String outcome) {
    return Attributes.of(labels.of(AgentAttributes.OUTCOME), outcome);
  }

  /**
   * One metric.
   *
   * @param reader gives its points: energy in µJ, power in µW, time in ns, a ratio in millionths,
   *     else a number
   */
  record Row(Metric metric, Reader reader) {}

  /** Finds points in the status. */
  interface Reader {
    void read(AgentStatus status, Points points);
  }

  /** Takes points. */
  interface Points {
    void add(long value, Attributes labels);
  }
}
