// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.keplerotel.agent.report.Reporter.From;
import io.keplerotel.agent.report.Reporter.Plan;
import io.keplerotel.agent.report.SimulatedFleet.Range;
import io.keplerotel.agent.testing.PrometheusServer;
import io.keplerotel.agent.testing.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Some days of a few nodes in a real Prometheus against what was really used: pods of 15 s to 15
 * days, jobs that run once, others at each full hour, agents that start again, nodes that come and
 * go. {@code make report-month} does it with 300 nodes.
 */
class MonthTest {
  private static final Period PERIOD =
      Period.between(
          "2026-10-01", "2026-10-04", ZoneOffset.UTC, Instant.parse("2026-11-26T12:00:00Z"));
  private static final Range RANGE =
      new Range(PERIOD.from().getEpochSecond(), PERIOD.to().getEpochSecond());

  /** What a pod of 60 W uses at an end of the time is seen up to a scrape of 300 s too late. */
  private static final double AT_AN_END_KWH = 60 * 300 / 3.6e6;

  @TempDir private static Path folder;
  private static final SimulatedFleet FLEET = new SimulatedFleet(4, RANGE, 300);
  private static PrometheusServer server;

  @BeforeAll
  static void simulate() throws Exception {
    Requirement.PROMETHEUS.unless(
        Files.isExecutable(SimulatedPrometheus.PROMTOOL),
        SimulatedPrometheus.PROMTOOL + " is not installed (apt-get install prometheus)");
    SimulatedPrometheus prometheus = new SimulatedPrometheus(folder);
    assertThat(prometheus.scrape(FLEET, Integer.MAX_VALUE)).isFalse();
    prometheus.record(PERIOD, 0, PERIOD.hours());
    server = prometheus.start();
  }

  /** Or the truth would be another one than that of the report. */
  @Test
  void whatIsUsedDoesNotDependOnHowOftenSomebodyLooks() {
    SimulatedFleet unseen = new SimulatedFleet(4, RANGE, 300);
    unseen.skip(Duration.ofDays(30).toSeconds());
    assertThat(unseen.hourly()).containsExactly(FLEET.hourly(), Offset.offset(1e-3));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void namespacesUseWhatTheyReallyUsed(From from) throws Exception {
    Report report = report(Grouping.NAMESPACE, from, nothing());
    assertThat(report.notes()).isEmpty();
    assertThat(report.total().hours()).isEqualTo(72);
    assertThat(report.total().kwh()).isCloseTo(kwh(FLEET.hourly()), withinPercentage(0.5));
    for (Row row : report.rows()) {
      double truth = FLEET.kwh(row.key());
      assertThat(row.kwh())
          .as(row.key().toString())
          .isCloseTo(truth, offset(0.01 * truth + AT_AN_END_KWH));
    }
  }

  @Test
  void nodesAndOwnersToo() throws Exception {
    for (Grouping by : List.of(Grouping.NODE, Grouping.OWNER)) {
      Report report = report(by, From.RULES, nothing());
      assertThat(report.total().kwh()).isCloseTo(kwh(FLEET.hourly()), withinPercentage(0.5));
      for (Row row : report.rows()) {
        double truth = FLEET.kwh(row.key());
        // What is used between the last scrape and a restart is seen by nobody.
        assertThat(row.kwh())
            .as(row.key().toString())
            .isCloseTo(truth, offset(0.01 * truth + 0.05));
      }
    }
  }

  @Test
  void carbonIsTheEnergyOfEachHourAtItsIntensity() throws Exception {
    StringBuilder lines = new StringBuilder("time,grams\n");
    double grams = 0;
    for (int hour = 0; hour < FLEET.hourly().length; hour++) {
      double intensity = hour % 24 < 8 ? 100 : hour / 24 < 2 ? 500 : 300;
      grams += 1.5 * intensity * FLEET.hourly()[hour] / 3.6e6;
      lines
          .append(PERIOD.from().plusSeconds(3600L * hour))
          .append(',')
          .append(intensity)
          .append('\n');
    }
    Path file = Files.writeString(folder.resolve("grid.csv"), lines);
    Rates rates =
        new Rates(
            Optional.of(Rate.constant("0.3", 0.3)),
            "EUR",
            Optional.of(RateSource.ofFile(file, ZoneOffset.UTC, RateKind.GRID)),
            Optional.of(Rate.constant("1.5", 1.5)));
    Report report = report(Grouping.CLUSTER, From.RULES, rates);
    assertThat(report.total().gramsCo2e().orElseThrow()).isCloseTo(grams, withinPercentage(0.5));
    assertThat(report.total().cost().orElseThrow())
        .isCloseTo(0.3 * 1.5 * kwh(FLEET.hourly()), withinPercentage(0.5));
  }

  private static Report report(Grouping by, From from, Rates rates) throws ReportException {
    Plan plan = new Plan(by, rates, (cluster, namespace, time) -> Teams.NONE, from);
    return new Reporter(SimulatedPrometheus.ask(server), PERIOD, plan).make();
  }

  private static Rates nothing() {
    return new Rates(Optional.empty(), "EUR", Optional.empty(), Optional.empty());
  }

  private static double kwh(double[] joules) {
    return Arrays.stream(joules).sum() / 3.6e6;
  }
}
