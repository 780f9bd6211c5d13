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
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The observable instruments of one callback, built from the registry. */
final class Instruments {
  private static final double UJ_PER_J = 1e6;
  private static final double NS_PER_S = 1e9;

  private final Map<Metric, ObservableDoubleMeasurement> instruments = new LinkedHashMap<>();
  private long recorded;

  Instruments(Meter meter, Collection<Metric> metrics) {
    metrics.forEach(metric -> instruments.put(metric, build(meter, metric)));
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

  /** Registers the callback that fills all of them. */
  BatchCallback observe(Meter meter, Runnable callback) {
    ObservableMeasurement[] all = instruments.values().toArray(ObservableMeasurement[]::new);
    ObservableMeasurement[] others = new ObservableMeasurement[all.length - 1];
    System.arraycopy(all, 1, others, 0, others.length);
    return meter.batchCallback(callback, all[0], others);
  }

  void record(Metric metric, double value, Attributes attributes) {
    ObservableDoubleMeasurement instrument = instruments.get(metric);
    if (instrument == null) {
      throw new IllegalArgumentException(metric.name() + " is not of this callback");
    }
    instrument.record(value, attributes);
    recorded++;
  }

  /** A number of things. */
  void recordCount(Metric metric, long count, Attributes attributes) {
    record(metric, (double) count, attributes);
  }

  /** Energy in J. */
  void recordEnergy(Metric metric, long energyUj, Attributes attributes) {
    record(metric, energyUj / UJ_PER_J, attributes);
  }

  /** Time in s. */
  void recordTime(Metric metric, long timeNs, Attributes attributes) {
    record(metric, timeNs / NS_PER_S, attributes);
  }

  /** Records how many points this level has, and begins to count those of the next. */
  void recordSeries(String level) {
    recordCount(
        AgentMetrics.AGENT_SERIES, takeRecorded(), Attributes.of(AgentAttributes.LEVEL, level));
    takeRecorded();
  }

  /** Points recorded since this was asked last. */
  long takeRecorded() {
    long taken = recorded;
    recorded = 0;
    return taken;
  }
}
