// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.agent.export.Scope;
import io.keplerotel.agent.status.Room;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.util.List;

/**
 * The Prometheus side: a meter provider of its own, so that the Kepler dialect's names and labels
 * stay out of OTLP. Any number of scrapes may run at once.
 */
public final class PrometheusEndpoint implements AutoCloseable {
  private final SdkMeterProvider provider;
  private final SeriesBook book;

  /** Without scope labels and {@code target_info}, as Kepler shows its metrics. */
  public PrometheusEndpoint(List<InfoMetric> infos) {
    ScrapeReader reader = new ScrapeReader();
    provider =
        SdkMeterProvider.builder()
            .setExemplarFilter(ExemplarFilter.alwaysOff())
            .registerMetricReader(reader, type -> Scope.CARDINALITY_LIMIT)
            .build();
    book = new SeriesBook(reader::collect, infos);
  }

  /** The one meter for everything that this endpoint shows. */
  public Meter meter() {
    return Scope.meter(provider, "");
  }

  /** Answers scrapes, whatever they take. */
  public Scrapes scrapes(Scrapes.CreatedLines createdLines) {
    return scrapes(createdLines, Room.ALWAYS);
  }

  /** Answers scrapes while there is room. */
  public Scrapes scrapes(Scrapes.CreatedLines createdLines, Room room) {
    return new Scrapes(book, createdLines, room);
  }

  @Override
  public void close() {
    provider.close();
  }
}
