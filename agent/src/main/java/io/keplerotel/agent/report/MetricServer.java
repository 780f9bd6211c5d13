// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Whom a report asks: a Prometheus, or what answers like one. */
public interface MetricServer {
  /**
   * Asks for the values of a query at several times.
   *
   * @param sink gets each value, series by series
   * @throws ReportException if there is no answer
   */
  void ask(String query, Span span, Sink sink) throws ReportException;

  /** What it is called, for messages. */
  String name();

  /** Takes values. */
  @FunctionalInterface
  interface Sink {
    /** One value of the series with these labels. */
    void take(Map<String, String> labels, Instant time, double value);
  }

  /**
   * At which times.
   *
   * @param first the first of them
   * @param last the last, or some time before the next
   * @param step from one to the next
   */
  record Span(Instant first, Instant last, Duration step) {
    /** Once only. */
    static Span at(Instant time) {
      return new Span(time, time, Duration.ofHours(1));
    }
  }
}
