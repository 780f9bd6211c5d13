// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.MetricExporter;

/** An exporter that does something on the way to another, and is like it in all else. */
abstract class WrappingExporter implements MetricExporter {
  private final MetricExporter delegate;

  WrappingExporter(MetricExporter delegate) {
    this.delegate = delegate;
  }

  final MetricExporter delegate() {
    return delegate;
  }

  @Override
  public final AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return delegate.getAggregationTemporality(type);
  }

  @Override
  public final Aggregation getDefaultAggregation(InstrumentType type) {
    return delegate.getDefaultAggregation(type);
  }

  @Override
  public final MemoryMode getMemoryMode() {
    return delegate.getMemoryMode();
  }

  @Override
  public final CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public final CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "{" + delegate + "}";
  }
}
