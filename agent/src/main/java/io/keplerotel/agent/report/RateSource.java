// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.report.Rate.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where a rate is written down. */
public final class RateSource {
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration PIECE = Duration.ofDays(7);
  private static final int SHOWN_CHARACTERS = 80;

  private RateSource() {}

  /**
   * A file with a line {@code TIME,VALUE} or {@code TIME,VALUE,CLUSTER} for each change.
   *
   * @param zone of times without an offset
   * @throws ReportException if it cannot be read or has a line that is none; the message says which
   */
  public static Rate ofFile(Path file, ZoneId zone, RateKind kind) throws ReportException {
    Rate.Builder rate = new Rate.Builder();
    for (CsvFile.Line line : new CsvFile(file).lines()) {
      if (rate.isEmpty() && isHeader(line.text())) {
        continue;
      }
      try {
        add(rate, line.cells(), zone, kind);
      } catch (IllegalArgumentException e) {
        throw ReportException.ofInput(
            "%s, line %d: %s; it is \"%s\""
                .formatted(
                    file,
                    line.number(),
                    e.getMessage(),
                    PlainText.of(line.text(), SHOWN_CHARACTERS)));
      }
    }
    if (rate.isEmpty()) {
      throw ReportException.ofInput(
          file + " has no values: write lines such as 2026-10-01T00:00,0.31");
    }
    return rate.build(file.toString(), Origin.FILE);
  }

  private static void add(Rate.Builder rate, List<String> cells, ZoneId zone, RateKind kind) {
    if (cells.stream().anyMatch(cell -> cell.contains(";"))) {
      throw new IllegalArgumentException(
          "must have commas between TIME, VALUE and CLUSTER, no \";\", and a point in numbers");
    }
    if (cells.size() < 2 || cells.size() > 3) {
      throw new IllegalArgumentException(
          "must be TIME,VALUE or TIME,VALUE,CLUSTER, with commas between and a point in numbers");
    }
    String cluster = cells.size() == 3 ? cells.get(2) : "";
    Instant time = Period.time(cells.get(0), zone);
    if (rate.has(cluster, time)) {
      throw new IllegalArgumentException("there is a line of this time above");
    }
    rate.add(cluster, time, value(cells.get(1), kind));
  }

  /**
   * What a query gives, asked every 5 minutes.
   *
   * @throws ReportException if it gives nothing, or what cannot be
   */
  public static Rate ofSeries(MetricServer server, String query, Period period, RateKind kind)
      throws ReportException {
    Rate.Builder rate = new Rate.Builder();
    boolean[] wrong = new boolean[1];
    Set<String> twice = new TreeSet<>();
    for (Instant from = period.from(); from.isBefore(period.until()); from = from.plus(PIECE)) {
      Instant end = from.plus(PIECE).minus(STEP);
      Instant last = end.isBefore(period.until()) ? end : period.until();
      server.ask(
          query,
          new MetricServer.Span(from, last, STEP),
          (labels, time, value) -> {
            wrong[0] |= !kind.has(value);
            String cluster = labels.getOrDefault("cluster", "");
            if (rate.has(cluster, time)) {
              twice.add(cluster);
            }
            rate.add(cluster, time, value);
          });
    }
    String shown = PlainText.of(query, SHOWN_CHARACTERS);
    if (rate.isEmpty()) {
      throw new ReportException(
          "%s has no values of %s in %s; try the query in its page"
              .formatted(server.name(), shown, period.name()));
    }
    if (wrong[0]) {
      throw new ReportException(
          "%s has values of %s that are not %s, which none can be; mend the query, or add a filter"
              .formatted(server.name(), shown, kind.bounds()));
    }
    if (!twice.isEmpty()) {
      throw new ReportException(
          "%s has several series of %s for one cluster (%s); ask for one, such as max by (cluster) (…)"
              .formatted(
                  server.name(), shown, PlainText.of(String.join(", ", twice), SHOWN_CHARACTERS)));
    }
    return rate.build(shown, Origin.SERIES);
  }

  private static boolean isHeader(String line) {
    return !line.matches("\"?\\s*[0-9].*");
  }

  private static double value(String text, RateKind kind) {
    double value = Double.NaN;
    if (text.matches("[0-9.eE+-]{1,40}")) {
      value = parsed(text);
    }
    if (!kind.has(value)) {
      throw new IllegalArgumentException(
          "the value must be a number " + kind.bounds() + ", with a point and no comma");
    }
    return value;
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException ignored) {
      // Which is said by whoever asked.
      return Double.NaN;
    }
  }
}
