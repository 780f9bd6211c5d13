// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.agent.meter.AgentState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Counts pushes that were accepted and that were not, and says when the Collector is lost and found
 * again: once each, however long it lasts. Energy is cumulative, so a lost push loses none.
 */
final class WatchedExporter extends WrappingExporter {
  private static final System.Logger LOGGER =
      System.getLogger(WatchedExporter.class.getPackageName());

  private final String endpoint;
  private final AgentState state;
  private final AtomicBoolean failing = new AtomicBoolean();

  WatchedExporter(MetricExporter delegate, String endpoint, AgentState state) {
    super(delegate);
    this.endpoint = endpoint;
    this.state = state;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    CompletableResultCode result = tryExport(metrics);
    return result.whenComplete(() -> completed(result));
  }

  private CompletableResultCode tryExport(Collection<MetricData> metrics) {
    try {
      return delegate().export(metrics);
    } catch (RuntimeException e) {
      return CompletableResultCode.ofExceptionalFailure(e);
    }
  }

  private void completed(CompletableResultCode result) {
    if (result.isSuccess()) {
      state.exportOk();
      if (failing.compareAndSet(true, false)) {
        LOGGER.log(
            System.Logger.Level.INFO, "the Collector at {0} accepts metrics again", endpoint);
      }
    } else {
      state.exportFailed();
      if (failing.compareAndSet(false, true)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "cannot push metrics to {0}: {1}; start an OpenTelemetry Collector there, or set"
                + " OTEL_EXPORTER_OTLP_ENDPOINT, or OTEL_METRICS_EXPORTER=none to do without."
                + " The agent goes on and tries again",
            endpoint,
            reason(result.getFailureThrowable()));
      }
    }
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "it answered with an error";
    }
    String message = failure.getMessage();
    return message == null ? "it answered with an error" : message.lines().findFirst().orElse("");
  }
}
