// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.agent.status.MemoryState;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** The agent's own metrics; the same in both dialects. */
public final class AgentMeters {
  private static final List<Metric> METRICS =
      List.of(
          AgentMetrics.AGENT_TICKS,
          AgentMetrics.AGENT_TICK_TIME,
          AgentMetrics.AGENT_TICK_AGE,
          AgentMetrics.AGENT_SOURCE_AVAILABLE,
          AgentMetrics.AGENT_BPF_LOST_RECORDS,
          AgentMetrics.AGENT_BPF_LOST_TIME,
          AgentMetrics.AGENT_FAULTS,
          AgentMetrics.AGENT_COUNTER_RESETS,
          AgentMetrics.AGENT_ZONE_LOST_TIME,
          AgentMetrics.AGENT_ZONES,
          AgentMetrics.AGENT_OTLP_EXPORTS,
          AgentMetrics.AGENT_OTLP_REJECTED,
          AgentMetrics.AGENT_KUBERNETES_CALLS,
          AgentMetrics.AGENT_KUBERNETES_PODS,
          AgentMetrics.AGENT_ENERGY,
          AgentMetrics.AGENT_CPU_TIME,
          AgentMetrics.AGENT_MEMORY_RSS,
          AgentMetrics.AGENT_MEMORY_HEAP,
          AgentMetrics.AGENT_MEMORY_HEAP_LIMIT,
          AgentMetrics.AGENT_SCRAPES_REFUSED,
          AgentMetrics.AGENT_PROCESSES_LIMIT);
  private static final Attributes NONE = Attributes.empty();

  private final Meter meter;
  private final AgentState state;
  private final AgentLabels labels;
  private final Instruments instruments;

  /** Builds the instruments; {@link #register} makes them observed. */
  public AgentMeters(Meter meter, AgentState state, AgentLabels labels) {
    this.meter = meter;
    this.state = state;
    this.labels = labels;
    this.instruments = new Instruments(meter, METRICS, labels);
  }

  /** Registers one callback for all instruments; closing it ends the series. */
  public BatchCallback register() {
    return instruments.observe(meter, this::observe);
  }

  private void observe() {
    instruments.recordCount(AgentMetrics.AGENT_TICKS, state.ticks(), NONE);
    instruments.recordTime(AgentMetrics.AGENT_TICK_TIME, state.tickTimeNs(), NONE);
    state
        .tickAgeNs()
        .ifPresent(ageNs -> instruments.recordTime(AgentMetrics.AGENT_TICK_AGE, ageNs, NONE));
    state.status().sources().forEach(this::source);
    instruments.recordCount(AgentMetrics.AGENT_BPF_LOST_RECORDS, state.lostRecords(), NONE);
    instruments.recordTime(AgentMetrics.AGENT_BPF_LOST_TIME, state.lostNs(), NONE);
    counts(AgentMetrics.AGENT_FAULTS, KeplerLabels.SOURCE, state.faults());
    counts(AgentMetrics.AGENT_COUNTER_RESETS, AgentAttributes.ZONE, state.counterResets());
    state
        .zoneLostNs()
        .forEach(
            (zone, lostNs) ->
                instruments.recordTime(
                    AgentMetrics.AGENT_ZONE_LOST_TIME,
                    lostNs.sum(),
                    Attributes.of(labels.of(AgentAttributes.ZONE), zone)));
    zones();
    instruments.recordCount(
        AgentMetrics.AGENT_OTLP_EXPORTS, state.exportsOk(), outcome(AgentAttributes.OUTCOME_OK));
    instruments.recordCount(
        AgentMetrics.AGENT_OTLP_EXPORTS,
        state.exportsFailed(),
        outcome(AgentAttributes.OUTCOME_FAILED));
    instruments.recordCount(AgentMetrics.AGENT_OTLP_REJECTED, state.rejectedPoints(), NONE);
    state.kubernetes().ifPresent(this::kubernetes);
    own(state.ownCost());
    state.memory().ifPresent(this::memory);
  }

  private void memory(MemoryState memory) {
    instruments.recordCount(AgentMetrics.AGENT_MEMORY_HEAP, memory.heapBytes(), NONE);
    instruments.recordCount(AgentMetrics.AGENT_MEMORY_HEAP_LIMIT, memory.heapLimitBytes(), NONE);
    instruments.recordCount(AgentMetrics.AGENT_SCRAPES_REFUSED, memory.refused(), NONE);
    instruments.recordCount(AgentMetrics.AGENT_PROCESSES_LIMIT, memory.processes(), NONE);
  }

  private Attributes outcome(String outcome) {
    return Attributes.of(labels.of(AgentAttributes.OUTCOME), outcome);
  }

  private void kubernetes(AgentState.KubernetesState kubernetes) {
    instruments.recordCount(AgentMetrics.AGENT_KUBERNETES_CALLS, kubernetes.calls(), NONE);
    instruments.recordCount(AgentMetrics.AGENT_KUBERNETES_PODS, kubernetes.pods(), NONE);
  }

  private void zones() {
    Map<Attributes, Long> counts =
        state.zones().stream()
            .collect(Collectors.groupingBy(this::zoneAttributes, Collectors.counting()));
    counts.forEach(
        (attributes, count) ->
            instruments.recordCount(AgentMetrics.AGENT_ZONES, count, attributes));
  }

  private Attributes zoneAttributes(Zone zone) {
    return Attributes.of(
        labels.of(KeplerLabels.SOURCE),
        zone.source(),
        labels.of(AgentAttributes.PROVENANCE),
        switch (zone.provenance()) {
          case MEASURED -> AgentAttributes.PROVENANCE_MEASURED;
          case ESTIMATED -> AgentAttributes.PROVENANCE_ESTIMATED;
        },
        labels.of(AgentAttributes.MACHINE),
        switch (state.machine()) {
          case BARE_METAL -> AgentAttributes.MACHINE_BARE_METAL;
          case VIRTUAL -> AgentAttributes.MACHINE_VIRTUAL;
          case UNKNOWN -> AgentAttributes.MACHINE_UNKNOWN;
        });
  }

  private void source(String name, AgentStatus.SourceState source) {
    Attributes named = Attributes.of(labels.of(KeplerLabels.SOURCE), name);
    instruments.recordCount(
        AgentMetrics.AGENT_SOURCE_AVAILABLE,
        source.available() ? 1 : 0,
        labels.freeText()
            ? named.toBuilder().put(AgentAttributes.REASON, source.reason()).build()
            : named);
  }

  private void counts(Metric metric, AttributeKey<String> key, Map<String, LongAdder> counts) {
    counts.forEach(
        (name, count) ->
            instruments.recordCount(metric, count.sum(), Attributes.of(labels.of(key), name)));
  }

  private void own(AgentState.OwnCost cost) {
    cost.energyUj()
        .ifPresent(energyUj -> instruments.recordEnergy(AgentMetrics.AGENT_ENERGY, energyUj, NONE));
    cost.cpuNs()
        .ifPresent(cpuNs -> instruments.recordTime(AgentMetrics.AGENT_CPU_TIME, cpuNs, NONE));
    cost.residentBytes()
        .ifPresent(bytes -> instruments.recordCount(AgentMetrics.AGENT_MEMORY_RSS, bytes, NONE));
  }
}
