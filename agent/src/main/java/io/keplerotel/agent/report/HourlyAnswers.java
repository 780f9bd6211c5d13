// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.MetricServer.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Asks for values of the hours of a period, in pieces that a server can answer. */
record HourlyAnswers(MetricServer server, Period period) {
  private static final Duration HOUR = Duration.ofHours(1);

  private record Point(Map<String, String> labels, Instant time, double value) {}

  /** Takes values. */
  @FunctionalInterface
  interface Sink {
    /**
     * One value of the series with these labels.
     *
     * @throws ReportException if it cannot be used
     */
    void take(Map<String, String> labels, int hour, double value) throws ReportException;
  }

  /** All hours. */
  BitSet all() {
    BitSet hours = new BitSet();
    hours.set(0, period.hours());
    return hours;
  }

  /**
   * Asks for the values at the ends of these hours.
   *
   * @param piece how many hours are asked for at once
   * @throws ReportException if there is no answer
   */
  void ask(String query, BitSet hours, int piece, Sink sink) throws ReportException {
    int first = hours.nextSetBit(0);
    while (first >= 0) {
      int end = Math.min(hours.nextClearBit(first), first + piece);
      ask(query, first, end - first, sink);
      first = hours.nextSetBit(end);
    }
  }

  /** What is too much for the server is asked in halves. */
  private void ask(String query, int first, int count, Sink sink) throws ReportException {
    List<Point> points = new ArrayList<>();
    Span span = new Span(period.endOf(first), period.endOf(first + count - 1), HOUR);
    try {
      server.ask(query, span, (labels, time, value) -> points.add(new Point(labels, time, value)));
    } catch (ReportException e) {
      if (!e.isTooMuch() || count == 1) {
        throw e;
      }
      ask(query, first, count / 2, sink);
      ask(query, first + count / 2, count - count / 2, sink);
      return;
    }
    for (Point point : points) {
      int hour = period.endingAt(point.time);
      if (hour >= 0 && hour < period.hours()) {
        sink.take(point.labels, hour, point.value);
      }
    }
  }
}
