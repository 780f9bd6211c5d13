// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows the agent's own metrics. Used by one collecting thread at a time. */
public final class AgentMeters {
  private static final double UJ_PER_J = 1e6;
  private static final double UW_PER_W = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final double MILLIONTHS = 1e6;

  private final Meter meter;
  private final Supplier<AgentStatus> status;
  private AgentStatus present = AgentStatus.UNKNOWN;
  private final Instruments instruments;
  private final SeriesCache<Attributes, Attributes> known = new SeriesCache<>();
  private final List<Runnable> recorders = new ArrayList<>();

  /**
   * Builds the instruments; {@link #register} makes them observed.
   *
   * @param nanoTime the clock that the status was made by, ns
   */
  public AgentMeters(
      Meter meter, Supplier<AgentStatus> status, LongSupplier nanoTime, AgentLabels labels) {
    this.meter = meter;
    this.status = status;
    List<AgentTable.Row> rows = AgentTable.rows(labels, nanoTime);
    this.instruments = new Instruments(meter, rows.stream().map(AgentTable.Row::metric).toList());
    rows.forEach(row -> recorders.add(recorder(row)));
  }

  /** Registers one callback for all instruments; closing it ends the series. */
  public BatchCallback register() {
    return instruments.observe(meter, this::observe);
  }

  private void observe() {
    present = status.get();
    recorders.forEach(Runnable::run);
    known.sweep();
  }

  private Runnable recorder(AgentTable.Row row) {
    Metric metric = row.metric();
    if (Instruments.isWhole(metric)) {
      ObservableLongMeasurement counts = instruments.ofLongs(metric);
      return () ->
          row.reader().read(present, (count, labels) -> counts.record(count, kept(labels)));
    }
    ObservableDoubleMeasurement amounts = instruments.ofDoubles(metric);
    double units =
        switch (metric.unit()) {
          case "J" -> UJ_PER_J;
          case "W" -> UW_PER_W;
          case "s" -> NS_PER_S;
          case "1" -> MILLIONTHS;
          default ->
              throw new IllegalArgumentException(
                  metric + " counts neither µJ, µW, ns nor millionths");
        };
    return () ->
        row.reader().read(present, (sum, labels) -> amounts.record(sum / units, kept(labels)));
  }

  /** The same object in each collection, as exporters keep by identity what they make of it. */
  private Attributes kept(Attributes labels) {
    return known.of(labels, made -> made);
  }
}
