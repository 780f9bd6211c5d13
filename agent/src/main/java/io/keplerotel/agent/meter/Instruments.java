// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The observable instruments of one callback, built from the registry. */
final class Instruments {
  private static final double UJ_PER_J = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final double US_PER_S = 1e6;
  private static final String BYTES = "By";

  /** Kepler's names hold the unit already, so the exporter must not add it. */
  private static final Set<String> AMOUNTS = Set.of("{ms}", "{mJ}");

  private final Map<Metric, ObservableMeasurement> all = new LinkedHashMap<>();
  private final Map<Metric, ObservableDoubleMeasurement> doubles = new HashMap<>();
  private final Map<Metric, ObservableLongMeasurement> longs = new HashMap<>();
  private final AgentLabels labels;
  private long recorded;

  /** Builds them: whole numbers where things or bytes are counted. */
  Instruments(Meter meter, Collection<Metric> metrics, AgentLabels labels) {
    this.labels = labels;
    metrics.forEach(
        metric -> {
          if (isWhole(metric)) {
            ObservableLongMeasurement built = buildLong(meter, metric);
            longs.put(metric, built);
            all.put(metric, built);
          } else {
            ObservableDoubleMeasurement built = build(meter, metric);
            doubles.put(metric, built);
            all.put(metric, built);
          }
        });
  }

  private static boolean isWhole(Metric metric) {
    String unit = metric.unit();
    return unit.equals(BYTES) || (unit.startsWith("{") && !AMOUNTS.contains(unit));
  }

  private static ObservableDoubleMeasurement build(Meter meter, Metric metric) {
    return switch (metric.instrument()) {
      case COUNTER ->
          meter
              .counterBuilder(metric.name())
              .ofDoubles()
              .setUnit(metric.unit())
              .setDescription(metric.description())
              .buildObserver();
      case UPDOWNCOUNTER ->
          meter
              .upDownCounterBuilder(metric.name())
              .ofDoubles()
              .setUnit(metric.unit())
              .setDescription(metric.description())
              .buildObserver();
      case GAUGE ->
          meter
              .gaugeBuilder(metric.name())
              .setUnit(metric.unit())
              .setDescription(metric.description())
              .buildObserver();
    };
  }

  private static ObservableLongMeasurement buildLong(Meter meter, Metric metric) {
    return switch (metric.instrument()) {
      case COUNTER ->
          meter
              .counterBuilder(metric.name())
              .setUnit(metric.unit())
              .setDescription(metric.description())
              .buildObserver();
      case UPDOWNCOUNTER ->
          meter
              .upDownCounterBuilder(metric.name())
              .setUnit(metric.unit())
              .setDescription(metric.description())
              .buildObserver();
      case GAUGE ->
          meter
              .gaugeBuilder(metric.name())
              .ofLongs()
              .setUnit(metric.unit())
              .setDescription(metric.description())
              .buildObserver();
    };
  }

  /** Registers the callback that fills all of them. */
  BatchCallback observe(Meter meter, Runnable callback) {
    ObservableMeasurement[] every = all.values().toArray(ObservableMeasurement[]::new);
    ObservableMeasurement[] others = new ObservableMeasurement[every.length - 1];
    System.arraycopy(every, 1, others, 0, others.length);
    return meter.batchCallback(callback, every[0], others);
  }

  void record(Metric metric, double value, Attributes attributes) {
    of(doubles, metric).record(value, attributes);
    recorded++;
  }

  /** A number of things. */
  void recordCount(Metric metric, long count, Attributes attributes) {
    of(longs, metric).record(count, attributes);
    recorded++;
  }

  private static <T> T of(Map<Metric, T> instruments, Metric metric) {
    T instrument = instruments.get(metric);
    if (instrument == null) {
      throw new IllegalArgumentException(metric.name() + " is not of this callback");
    }
    return instrument;
  }

  /** Energy in J. */
  void recordEnergy(Metric metric, long energyUj, Attributes attributes) {
    record(metric, energyUj / UJ_PER_J, attributes);
  }

  /** On-CPU time in s. */
  void recordCpuTime(Metric metric, long timeUs, Attributes attributes) {
    record(metric, timeUs / US_PER_S, attributes);
  }

  /** Time in s. */
  void recordTime(Metric metric, long timeNs, Attributes attributes) {
    record(metric, timeNs / NS_PER_S, attributes);
  }

  /** Records how many points this level has, and begins to count those of the next. */
  void recordSeries(String level) {
    recordCount(
        AgentMetrics.AGENT_SERIES,
        takeRecorded(),
        Attributes.of(labels.of(AgentAttributes.LEVEL), level));
    takeRecorded();
  }

  /** Points recorded since this was asked last. */
  long takeRecorded() {
    long taken = recorded;
    recorded = 0;
    return taken;
  }
}
