// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.export.otlp.PushAnswer.Outcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says how pushes to one destination go, when that changes: at once, but no more than four times in
 * ten minutes, however often it comes and goes. What was kept back is told with the next line.
 * Energy is cumulative, so a lost push loses none.
 */
final class PushLog {
  private static final int LINES = 4;
  private static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(10);
  private static final String GOES_ON = "The agent goes on and tries again";

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Destination destination;
  private final Deque<Long> saidNs = new ArrayDeque<>();
  private String said = Outcome.ACCEPTED.name();
  private String last = Outcome.ACCEPTED.name();
  private long changes;

  /**
   * Begins with a destination that accepts.
   *
   * @param nanoTime a clock that never steps
   */
  PushLog(Logger log, LongSupplier nanoTime, Destination destination) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.destination = destination;
  }

  /** Takes how a push went. */
  synchronized void report(PushAnswer answer) {
    String now = answer.outcome() == Outcome.ACCEPTED ? answer.outcome().name() : answer.kind();
    if (!now.equals(last)) {
      last = now;
      changes++;
    }
    if (!now.equals(said) && mayTell()) {
      said = now;
      tell(answer);
      changes = 0;
    }
  }

  private boolean mayTell() {
    long nowNs = nanoTime.getAsLong();
    saidNs.removeIf(beforeNs -> nowNs - beforeNs >= WINDOW_NS);
    if (saidNs.size() >= LINES) {
      return false;
    }
    saidNs.add(nowNs);
    return true;
  }

  private void tell(PushAnswer answer) {
    String where = destination.shown();
    String why = destination.quote(answer.reason());
    String kept = kept();
    switch (answer.outcome()) {
      case ACCEPTED ->
          log.log(Level.INFO, "the Collector at {0} accepts metrics again{1}", where, kept);
      case PARTLY ->
          log.log(
              Level.WARNING,
              "{0} takes metrics but {1}: {2}{3}",
              where,
              answer.rejected() > 0
                  ? "rejects some, " + answer.rejected() + " points of this push"
                  : "warns",
              why.isEmpty() ? "it does not say why" : why,
              kept);
      case UNAUTHORIZED, NOT_FOUND, HUNG_UP, FAILED ->
          log.log(
              Level.WARNING,
              "cannot push metrics to {0}: {1}; {2}. {3}{4}",
              where,
              why,
              hint(answer.outcome()),
              GOES_ON,
              kept);
    }
  }

  private String kept() {
    String before = changes > 1 ? " (it changed " + (changes - 1) + " times before, unsaid)" : "";
    return saidNs.size() == LINES
        ? before + " (this changes often: told less from now on)"
        : before;
  }

  /** What may help. */
  static String hint(Outcome outcome) {
    return switch (outcome) {
      case UNAUTHORIZED -> "set OTEL_EXPORTER_OTLP_HEADERS to what it wants";
      case NOT_FOUND -> "see whether OTEL_EXPORTER_OTLP_ENDPOINT is an OTLP server's for metrics";
      case HUNG_UP ->
          "what listens there may speak another protocol (OTEL_EXPORTER_OTLP_PROTOCOL: 4317 is"
              + " mostly grpc, 4318 http/protobuf), want https:// or a certificate, or have just ended";
      case FAILED, ACCEPTED, PARTLY ->
          "start an OpenTelemetry Collector there, or set OTEL_EXPORTER_OTLP_ENDPOINT, or"
              + " OTEL_METRICS_EXPORTER=none to do without";
    };
  }
}
