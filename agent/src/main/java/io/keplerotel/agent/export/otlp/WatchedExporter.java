// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.status.PushTally;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Counts pushes that were accepted and that were not, and has the changes told. */
final class WatchedExporter extends WrappingExporter {
  private final Supplier<Optional<PushAnswer>> answers;
  private final PushLog log;
  private final PushTally tally;

  /**
   * Watches the exporter that it hands everything on to.
   *
   * @param answers takes what the other side said to the push that has just ended
   */
  WatchedExporter(
      MetricExporter delegate,
      Supplier<Optional<PushAnswer>> answers,
      PushLog log,
      PushTally tally) {
    super(delegate);
    this.answers = answers;
    this.log = log;
    this.tally = tally;
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
    PushAnswer answer = answers.get().orElseGet(() -> PushAnswer.of(result.getFailureThrowable()));
    if (answer.arrived()) {
      tally.accepted(answer.rejected());
    } else {
      tally.failed();
    }
    log.report(answer);
  }
}
