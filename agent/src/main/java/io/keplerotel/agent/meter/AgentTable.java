// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.status.AgentState.KubernetesState;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.status.MemoryState;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The agent's own metrics; the same in all dialects, but for what their attributes are called. */
final class AgentTable {
  private final AgentLabels labels;

  private AgentTable(AgentLabels labels) {
    this.labels = labels;
  }

  static List<Row> rows(AgentLabels labels) {
    return new AgentTable(labels).rows();
  }

  private List<Row> rows() {
    return List.of(
        one(AgentMetrics.AGENT_TICKS, AgentState::ticks),
        one(AgentMetrics.AGENT_TICK_TIME, AgentState::tickTimeNs),
        known(AgentMetrics.AGENT_TICK_AGE, AgentState::tickAgeNs),
        new Row(AgentMetrics.AGENT_SOURCE_AVAILABLE, this::sources),
        one(AgentMetrics.AGENT_BPF_LOST_RECORDS, AgentState::lostRecords),
        one(AgentMetrics.AGENT_BPF_LOST_TIME, AgentState::lostNs),
        each(AgentMetrics.AGENT_FAULTS, KeplerLabels.SOURCE, AgentState::faults),
        each(AgentMetrics.AGENT_COUNTER_RESETS, AgentAttributes.ZONE, AgentState::counterResets),
        each(AgentMetrics.AGENT_ZONE_LOST_TIME, AgentAttributes.ZONE, AgentState::zoneLostNs),
        new Row(AgentMetrics.AGENT_ZONES, this::zones),
        new Row(AgentMetrics.AGENT_OTLP_EXPORTS, this::exports),
        one(AgentMetrics.AGENT_OTLP_REJECTED, AgentState::rejectedPoints),
        kubernetes(AgentMetrics.AGENT_KUBERNETES_CALLS, KubernetesState::calls),
        kubernetes(AgentMetrics.AGENT_KUBERNETES_PODS, KubernetesState::pods),
        known(AgentMetrics.AGENT_ENERGY, state -> state.ownCost().energyUj()),
        known(AgentMetrics.AGENT_CPU_TIME, state -> state.ownCost().cpuNs()),
        known(AgentMetrics.AGENT_MEMORY_RSS, state -> state.ownCost().residentBytes()),
        memory(AgentMetrics.AGENT_MEMORY_HEAP, MemoryState::heapBytes),
        memory(AgentMetrics.AGENT_MEMORY_HEAP_LIMIT, MemoryState::heapLimitBytes),
        memory(AgentMetrics.AGENT_SCRAPES_REFUSED, MemoryState::refused),
        memory(AgentMetrics.AGENT_PROCESSES_LIMIT, MemoryState::processes));
  }

  /** A single point. */
  private static Row one(Metric metric, ToLongFunction<AgentState> value) {
    return known(metric, state -> OptionalLong.of(value.applyAsLong(state)));
  }

  /** A single point, where its value is known. */
  private static Row known(Metric metric, Function<AgentState, OptionalLong> value) {
    return new Row(
        metric,
        (state, points) ->
            value.apply(state).ifPresent(known -> points.add(known, Attributes.empty())));
  }

  /** A point for each that is counted by name. */
  private Row each(
      Metric metric, AttributeKey<String> name, Function<AgentState, Map<String, LongAdder>> sums) {
    AttributeKey<String> label = labels.of(name);
    return new Row(
        metric,
        (state, points) ->
            sums.apply(state)
                .forEach((key, sum) -> points.add(sum.sum(), Attributes.of(label, key))));
  }

  private static Row kubernetes(Metric metric, ToLongFunction<KubernetesState> value) {
    return known(metric, state -> state.kubernetes().stream().mapToLong(value).findFirst());
  }

  private static Row memory(Metric metric, ToLongFunction<MemoryState> value) {
    return known(metric, state -> state.memory().stream().mapToLong(value).findFirst());
  }

  private void sources(AgentState state, Points points) {
    state
        .status()
        .sources()
        .forEach((name, source) -> points.add(source.available() ? 1 : 0, labels(name, source)));
  }

  private Attributes labels(String name, SourceState source) {
    Attributes named = Attributes.of(labels.of(KeplerLabels.SOURCE), name);
    return labels.freeText()
        ? named.toBuilder().put(AgentAttributes.REASON, source.reason()).build()
        : named;
  }

  private void zones(AgentState state, Points points) {
    Function<Zone, Attributes> labelled = zone -> labels(zone, state.machine());
    state.zones().stream()
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

  private void exports(AgentState state, Points points) {
    points.add(state.exportsOk(), outcome(AgentAttributes.OUTCOME_OK));
    points.add(state.exportsFailed(), outcome(AgentAttributes.OUTCOME_FAILED));
  }

  private Attributes outcome(String outcome) {
    return Attributes.of(labels.of(AgentAttributes.OUTCOME), outcome);
  }

  /**
   * One metric.
   *
   * @param reader gives its points: energy in µJ, time in ns, else a number
   */
  record Row(Metric metric, Reader reader) {}

  /** Finds points in the state. */
  interface Reader {
    void read(AgentState state, Points points);
  }

  /** Takes points. */
  interface Points {
    void add(long value, Attributes labels);
  }
}
