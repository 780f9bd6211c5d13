// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.semconv.Metric;
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
  private static final String BYTES = "By";

  /** Kepler's names hold the unit already, or have none, so the exporter must not add it. */
  private static final Set<String> AMOUNTS = Set.of("{ms}", "{mJ}", "{percent_second}");

  private final Map<Metric, ObservableMeasurement> all = new LinkedHashMap<>();
  private final Map<Metric, ObservableDoubleMeasurement> doubles = new HashMap<>();
  private final Map<Metric, ObservableLongMeasurement> longs = new HashMap<>();

  /** Builds them: whole numbers where things or bytes are counted. */
  Instruments(Meter meter, Collection<Metric> metrics) {
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

  /** Whether things or bytes are counted. */
  static boolean isWhole(Metric metric) {
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

  /** The one of this metric, whose values are amounts. */
  ObservableDoubleMeasurement ofDoubles(Metric metric) {
    return of(doubles, metric);
  }

  /** The one of this metric, whose values are whole numbers. */
  ObservableLongMeasurement ofLongs(Metric metric) {
    return of(longs, metric);
  }

  private static <T> T of(Map<Metric, T> instruments, Metric metric) {
    T instrument = instruments.get(metric);
    if (instrument == null) {
      throw new IllegalArgumentException(metric.name() + " is not of this callback");
    }
    return instrument;
  }
}
