// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.model.PlainText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Where a rate is written down. */
public final class RateSource {
  /** Of a kWh's money or grams. */
  public static final double MOST = 1e6;

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
  public static Rate ofFile(Path file, ZoneId zone) throws ReportException {
    Rate.Builder rate = new Rate.Builder();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || (rate.isEmpty() && isHeader(line))) {
        continue;
      }
      try {
        String[] cells = line.split(",", -1);
        if (cells.length < 2 || cells.length > 3) {
          throw new IllegalArgumentException("must be TIME,VALUE or TIME,VALUE,CLUSTER");
        }
        String cluster = cells.length == 3 ? cells[2].strip() : "";
        rate.add(cluster, Period.time(cells[0], zone), value(cells[1].strip()));
      } catch (IllegalArgumentException e) {
        throw new ReportException(
            "%s, line %d: %s; it is \"%s\""
                .formatted(file, i + 1, e.getMessage(), PlainText.of(line, SHOWN_CHARACTERS)));
      }
    }
    if (rate.isEmpty()) {
      throw new ReportException(file + " has no values: write lines such as 2026-10-01T00:00,0.31");
    }
    return rate.build(file.toString());
  }

  /**
   * What a query gives, asked every 5 minutes.
   *
   * @throws ReportException if it gives nothing, or what cannot be
   */
  public static Rate ofSeries(MetricServer server, String query, Period period)
      throws ReportException {
    Rate.Builder rate = new Rate.Builder();
    boolean[] wrong = new boolean[1];
    for (Instant from = period.from(); from.isBefore(period.until()); from = from.plus(PIECE)) {
      Instant end = from.plus(PIECE).minus(STEP);
      Instant last = end.isBefore(period.until()) ? end : period.until();
      server.ask(
          query,
          new MetricServer.Span(from, last, STEP),
          (labels, time, value) -> {
            wrong[0] |= !isPossible(value);
            rate.add(labels.getOrDefault("cluster", ""), time, value);
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
          "%s has values of %s below 0 or above %d, which none can be; add a filter such as >= 0"
              .formatted(server.name(), shown, (long) MOST));
    }
    return rate.build(shown);
  }

  static List<String> lines(Path file) throws ReportException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new ReportException("cannot read " + file + ": it is no text in UTF-8");
    } catch (IOException e) {
      throw new ReportException("cannot read " + file + ": " + e);
    }
  }

  private static boolean isHeader(String line) {
    return !Character.isDigit(line.charAt(0));
  }

  private static double value(String text) {
    double value = Double.NaN;
    if (text.matches("[0-9.eE+-]{1,40}")) {
      value = parsed(text);
    }
    if (!isPossible(value)) {
      throw new IllegalArgumentException("the value must be a number from 0 to " + (long) MOST);
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

  private static boolean isPossible(double value) {
    return value >= 0 && value <= MOST;
  }
}
