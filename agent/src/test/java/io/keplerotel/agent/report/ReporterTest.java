// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.report.Reporter.From;
import io.keplerotel.agent.report.Reporter.Plan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Period FOUR_HOURS =
      Period.between("2026-10-01T00:00", "2026-10-01T04:00", ZoneOffset.UTC, NOW);
  private static final Instant FIRST = FOUR_HOURS.endOf(0);
  private static final Rates NO_RATES =
      new Rates(Optional.empty(), "EUR", Optional.empty(), Optional.empty());
  private static final String OWNERS = "(last_over_time(owner:kepler_kwh:increase1h[10m]))";

  private static final String AGENTS =
      "count(group by (cluster, instance, host_name) (last_over_time(kepler_agent_ticks";

  private final FakeMetrics server = new FakeMetrics();

  @Test
  void hoursAreAddedUpAndTheLargestIsFirst() throws Exception {
    server
        .with(OWNERS, Map.of("namespace", "bank", "owner_kind", "Job"), FIRST, 1, 1, 1, 1)
        .with(OWNERS, Map.of("namespace", "shop", "owner_kind", "Deployment"), FIRST, 2, 3, 4, 5)
        .with(OWNERS, Map.of("namespace", "shop", "owner_kind", "CronJob"), FIRST, 1)
        .with(OWNERS, Map.of("owner_kind", "unattributed"), FIRST, 0.5, 0.5);
    Report report = report(Grouping.NAMESPACE, NO_RATES);
    assertThat(report.rows())
        .extracting(row -> row.key() + " " + row.kwh() + " " + row.hours())
        .containsExactly("[, shop] 15.0 4", "[, bank] 4.0 4", "[, (unattributed)] 1.0 2");
    assertThat(report.total().kwh()).isEqualTo(20);
    assertThat(report.share(report.rows().getFirst())).isEqualTo(0.75);
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void eachHourIsPaidAtItsOwnPriceAndItsOwnCarbon() throws Exception {
    server
        .with("node:kepler_kwh:increase1h", Map.of("cluster", "north"), FIRST, 1, 2, 0, 4)
        .with("node:kepler_kwh:increase1h", Map.of("cluster", "south"), FIRST, 1);
    Rate price =
        new Rate.Builder()
            .add("", FOUR_HOURS.from(), 0.1)
            .add("", FOUR_HOURS.from().plusSeconds(3600 + 1800), 0.3)
            .build("prices");
    Rate grid =
        new Rate.Builder()
            .add("north", FOUR_HOURS.from(), 100)
            .add("", FOUR_HOURS.from(), 500)
            .build("grid");
    Rates rates =
        new Rates(Optional.of(price), "EUR", Optional.of(grid), Optional.of(Rate.constant("2", 2)));
    Row total = report(Grouping.CLUSTER, rates).total();
    assertThat(total.facilityKwh()).isEqualTo(16);
    assertThat(total.cost().orElseThrow())
        .isCloseTo(2 * (2 * 0.1 + 2 * 0.2 + 4 * 0.3), within(1e-9));
    assertThat(total.gramsCo2e().orElseThrow()).isCloseTo(2 * (7 * 100 + 500), within(1e-9));
  }

  @Test
  void hoursWithoutDataAreTold() throws Exception {
    server
        .with(OWNERS, Map.of("namespace", "shop"), FIRST, 1)
        .with(OWNERS, Map.of(), FIRST.plusSeconds(3 * 3600), 1);
    assertThat(report(Grouping.NAMESPACE, NO_RATES).notes())
        .containsExactly(
            "2 of 4 hours have no data, and are not in the sums: 2026-10-01 01:00 to 2026-10-01 03:00");
  }

  @Test
  void aMonthThatRunsSaysSo() throws Exception {
    Period november =
        Period.ofMonth("2026-11", ZoneOffset.UTC, Instant.parse("2026-11-01T02:10:00Z"));
    server.with(OWNERS, Map.of("namespace", "shop"), november.endOf(0), 1, 1);
    Report report =
        new Reporter(server, november, new Plan(Grouping.NAMESPACE, NO_RATES, none(), From.RULES))
            .make();
    assertThat(report.total().kwh()).isEqualTo(2);
    assertThat(report.notes())
        .containsExactly("until now: 2 of 720 hours are over, the last at 2026-11-01 02:00");
  }

  @Test
  void whereNothingIsRecordedTheCountersAreAsked() throws Exception {
    server.with(
        "last_over_time({__name__=~\"kepler_owner_joules_total",
        Map.of("namespace", "shop"),
        FIRST,
        1,
        1,
        1,
        1);
    Report report = report(Grouping.NAMESPACE, NO_RATES);
    assertThat(report.total().kwh()).isEqualTo(4);
    assertThat(report.notes())
        .singleElement()
        .asString()
        .contains("there is no owner:kepler_kwh:increase1h");
  }

  @Test
  void whatIsTooMuchAtOnceIsAskedInPieces() throws Exception {
    server.atMost(1).with(OWNERS, Map.of("namespace", "shop"), FIRST, 1, 2, 3, 4);
    assertThat(report(Grouping.NAMESPACE, NO_RATES).total().kwh()).isEqualTo(10);
  }

  @Test
  void aServerWithoutSeriesIsToldWhatToDo() {
    assertThatThrownBy(() -> report(Grouping.NAMESPACE, NO_RATES))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("neither owner:kepler_kwh:increase1h nor kepler_owner_joules_total")
        .hasMessageContaining("is this the Prometheus that scrapes them");
    server.with(AGENTS, Map.of(), FOUR_HOURS.until().plusSeconds(3600), 2);
    assertThatThrownBy(() -> report(Grouping.NAMESPACE, NO_RATES))
        .hasMessageContaining("its 2 agents came later: only full hours are reported");
    server.with(AGENTS, Map.of(), FOUR_HOURS.until(), 3);
    assertThatThrownBy(() -> report(Grouping.NAMESPACE, NO_RATES))
        .hasMessageContaining("its 3 agents show no owners: their metrics.levels must have owner");
  }

  @Test
  void estimatesAreTold() throws Exception {
    server
        .with(OWNERS, Map.of("namespace", "shop"), FIRST, 1, 1, 1, 1)
        .with("kepler_agent_zones", Map.of(), FOUR_HOURS.until(), 2)
        .with("kepler_agent_ticks_total[1h])))", Map.of(), FOUR_HOURS.until(), 3);
    assertThat(ReportText.table(report(Grouping.NAMESPACE, NO_RATES)))
        .contains("ESTIMATED, not measured, on 2 of 3 nodes");
  }

  @Test
  void aNamespaceIsItsTeamsHourByHour() throws Exception {
    server
        .with(OWNERS, Map.of("namespace", "shop", "owner_kind", "Job"), FIRST, 1, 1, 1, 1)
        .with(OWNERS, Map.of("namespace", "lost", "owner_kind", "Job"), FIRST, 1)
        .with(OWNERS, Map.of("owner_kind", "unattributed"), FIRST, 2)
        .with(
            "kube_namespace_labels",
            Map.of("namespace", "shop", "label_cost_centre", "red"),
            FIRST,
            1,
            1)
        .with(
            "kube_namespace_labels",
            Map.of("namespace", "shop", "label_cost_centre", "blue"),
            FIRST.plusSeconds(7200),
            1);
    Teams teams = Teams.ofLabel(server, "cost-centre", FOUR_HOURS);
    Report report =
        new Reporter(server, FOUR_HOURS, new Plan(Grouping.TEAM, NO_RATES, teams, From.RULES))
            .make();
    assertThat(report.rows())
        .extracting(row -> row.key() + " " + row.kwh())
        .containsExactly("[(unattributed)] 2.0", "[blue] 2.0", "[red] 2.0", "[(no team)] 1.0");
  }

  private Report report(Grouping by, Rates rates) throws ReportException {
    return new Reporter(server, FOUR_HOURS, new Plan(by, rates, none(), From.RULES)).make();
  }

  private static Teams none() {
    return (cluster, namespace, time) -> Teams.NONE;
  }

  @Test
  void rowsOfTheSameEnergyAreInOrder() throws Exception {
    server
        .with(OWNERS, Map.of("namespace", "b"), FIRST, 1, 1, 1, 1)
        .with(OWNERS, Map.of("namespace", "a"), FIRST, 1, 1, 1, 1);
    assertThat(report(Grouping.NAMESPACE, NO_RATES).rows())
        .extracting(Row::key)
        .containsExactly(List.of("", "a"), List.of("", "b"));
  }
}
