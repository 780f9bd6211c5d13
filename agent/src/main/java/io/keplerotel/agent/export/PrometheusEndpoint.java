// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/**
 * The Prometheus side: a meter provider of its own, so that the Kepler dialect's names and labels
 * stay out of OTLP. Any number of scrapes may run at once.
 */
public final class PrometheusEndpoint implements AutoCloseable {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final SdkMeterProvider provider;

  /** Without scope labels and {@code target_info}, as Kepler shows its metrics. */
  public PrometheusEndpoint(List<InfoMetric> infos) {
    PrometheusMetricReader reader =
        PrometheusMetricReader.builder()
            .setOtelScopeLabelsEnabled(false)
            .setTargetInfoMetricEnabled(false)
            .build();
    provider =
        SdkMeterProvider.builder()
            .setExemplarFilter(ExemplarFilter.alwaysOff())
            .registerMetricReader(reader, type -> Scope.CARDINALITY_LIMIT)
            .build();
    registry.register(reader);
    infos.forEach(registry::register);
  }

  /** The one meter for everything that this endpoint shows. */
  public Meter meter() {
    return Scope.meter(provider, "");
  }

  /** Answers scrapes in text, OpenMetrics or protobuf, whichever is asked for. */
  public HttpHandler handler() {
    return new MetricsHandler(registry);
  }

  @Override
  public void close() {
    provider.close();
  }
}
