// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A server that knows a few series, by a part of the query, and notes what it is asked. */
final class FakeMetrics implements MetricServer {
  final List<String> asked = new ArrayList<>();
  private final List<Series> all = new ArrayList<>();
  private int mostHours = Integer.MAX_VALUE;

  private record Series(
      String part, Map<String, String> labels, Instant from, List<Double> values) {}

  /**
   * Adds one value for each hour.
   *
   * @param part of the queries that find it
   * @param from the end of the first hour
   */
  FakeMetrics with(String part, Map<String, String> labels, Instant from, double... values) {
    all.add(new Series(part, labels, from, DoubleStream.of(values).boxed().toList()));
    return this;
  }

  /** More at once is too much for it. */
  FakeMetrics atMost(int hours) {
    mostHours = hours;
    return this;
  }

  @Override
  public void ask(String query, Span span, Sink sink) throws ReportException {
    asked.add(query);
    long hours = Duration.between(span.first(), span.last()).toHours() + 1;
    if (hours > mostHours) {
      throw ReportException.tooMuch("too many samples");
    }
    for (Series series : all) {
      for (int i = 0; i < series.values.size() && query.contains(series.part); i++) {
        Instant time = series.from.plusSeconds(3600L * i);
        if (!time.isBefore(span.first()) && !time.isAfter(span.last())) {
          sink.take(series.labels, time, series.values.get(i));
        }
      }
    }
  }

  @Override
  public String name() {
    return "http://prometheus:9090";
  }
}
