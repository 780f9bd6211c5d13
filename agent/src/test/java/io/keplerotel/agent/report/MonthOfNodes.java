// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.Reporter.From;
import io.keplerotel.agent.report.Reporter.Plan;
import io.keplerotel.agent.report.SimulatedFleet.Range;
import io.keplerotel.agent.testing.PrometheusServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A month of 300 nodes in a real Prometheus, and a report of it against what was really used. Takes
 * some 20 minutes and 2 GB. Steps: {@code scrape FROM TO}, {@code record FROM TO} (days), {@code
 * report}; without one, all.
 */
public final class MonthOfNodes {
  private static final int NODES = 300;
  private static final int SCRAPE_S = 300;
  private static final int PIECES_OF_A_DAY = 12;
  private static final int DAYS = 31;
  private static final Period PERIOD =
      Period.ofMonth("2026-10", ZoneOffset.UTC, Instant.parse("2026-11-26T12:00:00Z"));

  private final SimulatedPrometheus prometheus;
  private final SimulatedFleet fleet =
      new SimulatedFleet(
          NODES, new Range(PERIOD.from().getEpochSecond(), PERIOD.to().getEpochSecond()), SCRAPE_S);

  private MonthOfNodes(Path folder) {
    this.prometheus = new SimulatedPrometheus(folder);
  }

  /** Runs it in a folder. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    MonthOfNodes month = new MonthOfNodes(folder);
    if (arguments.length == 1) {
      month.scrape(0, DAYS + 1);
      month.prometheus.record(PERIOD, 0, PERIOD.hours());
      month.report();
      return;
    }
    switch (arguments[1]) {
      case "scrape" -> month.scrape(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      case "record" -> {
        int from = 24 * Integer.parseInt(arguments[2]);
        int to = 24 * Integer.parseInt(arguments[3]);
        month.prometheus.record(PERIOD, from, to - from);
      }
      default -> {
        month.fleet.skip(Duration.ofDays(DAYS + 1).toSeconds());
        month.report();
      }
    }
  }

  private void scrape(int fromDay, int toDay) throws Exception {
    fleet.skip(Duration.ofDays(fromDay).toSeconds());
    boolean more = prometheus.scrape(fleet, (toDay - fromDay) * PIECES_OF_A_DAY);
    System.out.printf("scraped up to day %d%s%n", toDay, more ? "" : ", the end");
  }

  private void report() throws Exception {
    try (PrometheusServer server = prometheus.start()) {
      for (Grouping by : List.of(Grouping.NAMESPACE, Grouping.NODE, Grouping.OWNER)) {
        long start = System.nanoTime();
        Plan plan =
            new Plan(
                by,
                new Rates(Optional.empty(), "EUR", Optional.empty(), Optional.empty()),
                (cluster, namespace, time) -> Teams.NONE,
                From.RULES);
        Report report = new Reporter(SimulatedPrometheus.ask(server), PERIOD, plan).make();
        double seconds = (System.nanoTime() - start) / 1e9;
        double truth = Arrays.stream(fleet.hourly()).sum() / 3.6e6;
        double worst =
            report.rows().stream()
                .filter(row -> row.kwh() > truth / 1000)
                .mapToDouble(row -> Math.abs(row.kwh() / fleet.kwh(row.key()) - 1))
                .max()
                .orElse(Double.NaN);
        System.out.printf(
            "by %s: %.1f kWh of %.1f, %+.3f %%; %d rows, those above 0.1 %% of the whole at most %.3f %% off; %.2f s %s%n",
            by,
            report.total().kwh(),
            truth,
            100 * (report.total().kwh() / truth - 1),
            report.rows().size(),
            100 * worst,
            seconds,
            report.notes());
      }
    }
  }
}
