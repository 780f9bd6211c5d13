// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.export.Exporter;
import io.keplerotel.agent.export.prometheus.PrometheusEndpoint;
import io.opentelemetry.api.metrics.Meter;
import jakarta.inject.Inject;

/** Answers scrapes; the page itself is the server's. */
final class PrometheusExporter implements Exporter {
  private final PrometheusEndpoint endpoint;
  private final PrometheusMeters meters;

  @Inject
  PrometheusExporter(PrometheusEndpoint endpoint, PrometheusMeters meters) {
    this.endpoint = endpoint;
    this.meters = meters;
  }

  @Override
  public void start() {
    Meter meter = endpoint.meter();
    meters.register(meter);
  }

  @Override
  public boolean isServed() {
    return true;
  }

  @Override
  public void close() {
    // The server ends after the exporters, and until then scrapes find all that was counted.
  }
}
