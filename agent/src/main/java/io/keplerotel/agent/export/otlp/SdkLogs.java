// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.opentelemetry.exporter.logging.LoggingMetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the SDK may log: nothing about each failed push, which {@link PushLog} tells once, but what
 * ended one before it was sent; nothing about wrong settings, which are thrown; but what {@code
 * OTEL_METRICS_EXPORTER=console} is for. Held, because a logger that nobody holds forgets its
 * level.
 */
final class SdkLogs {
  private final Map<Logger, Level> levels =
      Map.of(
          Logger.getLogger("io.opentelemetry.exporter"), Level.OFF,
          Logger.getLogger(LoggingMetricExporter.class.getName()), Level.INFO,
          Logger.getLogger(PeriodicMetricReader.class.getName()), Level.WARNING,
          Logger.getLogger("io.opentelemetry.sdk.autoconfigure"), Level.WARNING);

  private String lastFailure = "";

  void quiet() {
    levels.forEach(Logger::setLevel);
    Logger.getLogger(PeriodicMetricReader.class.getName()).setFilter(this::isNews);
  }

  /** Of a turn of the thread that pushes: not that a push failed, but once what it has thrown. */
  private synchronized boolean isNews(LogRecord logged) {
    String failure = String.valueOf(logged.getThrown());
    boolean news = logged.getThrown() != null && !failure.equals(lastFailure);
    lastFailure = logged.getThrown() == null ? lastFailure : failure;
    return news;
  }
}
