// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.opentelemetry.exporter.logging.LoggingMetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the SDK may log: nothing about each failed push, which {@link PushLog} tells once; nothing
 * about wrong settings, which are thrown; but what {@code OTEL_METRICS_EXPORTER=console} is for.
 * Held, because a logger that nobody holds forgets its level.
 */
final class SdkLogs {
  private final Map<Logger, Level> levels =
      Map.of(
          Logger.getLogger("io.opentelemetry.exporter"), Level.OFF,
          Logger.getLogger(LoggingMetricExporter.class.getName()), Level.INFO,
          Logger.getLogger(PeriodicMetricReader.class.getName()), Level.OFF,
          Logger.getLogger("io.opentelemetry.sdk.autoconfigure"), Level.WARNING);

  void quiet() {
    levels.forEach(Logger::setLevel);
  }
}
