// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.report.Rate.Origin;
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

  private static final String NODES = "(last_over_time(node:kepler_kwh:increase1h[10m]))";
  private static final String ZONES = "provenance) (label_replace(label_replace(label_replace(";
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
    assertThat(report.notes()).containsExactly("it is not known which nodes only estimated");
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
            .build("prices", Origin.FILE);
    Rate grid =
        new Rate.Builder()
            .add("north", FOUR_HOURS.from(), 100)
            .add("", FOUR_HOURS.from(), 500)
            .build("grid", Origin.FILE);
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
    measured("n1", FIRST, 1, 0, 0, 1);
    assertThat(report(Grouping.NAMESPACE, NO_RATES).notes())
        .containsExactly(
            "2 of 4 hours have no data, and are not in the sums: 2026-10-01 01:00 to 2026-10-01 03:00");
  }

  @Test
  void aMonthThatRunsSaysSo() throws Exception {
    Period november =
        Period.ofMonth("2026-11", ZoneOffset.UTC, Instant.parse("2026-11-01T02:10:00Z"));
    server.with(OWNERS, Map.of("namespace", "shop"), november.endOf(0), 1, 1);
    measured("n1", november.endOf(0), 1, 1);
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
    assertThat(report.notes().getFirst())
        .startsWith("4 of 4 hours were asked of the counters themselves")
        .contains("there is no owner:kepler_kwh:increase1h", "--from-counters");
  }

  @Test
  void hoursBeforeTheRulesWereLoadedAreAskedOfCountersWhereAgentsWere() throws Exception {
    server
        .with("kepler_agent_zones", Map.of("node", "n1"), FIRST.plusSeconds(3600), 1, 1, 1)
        .with(
            "last_over_time({__name__=~\"kepler_owner_joules_total",
            Map.of("namespace", "shop", "node", "n1"),
            FIRST,
            1,
            2,
            4,
            8)
        .with(OWNERS, Map.of("namespace", "shop"), FIRST.plusSeconds(2 * 3600), 16, 32)
        .with(NODES, Map.of("node", "n1"), FIRST.plusSeconds(2 * 3600), 16, 32);
    Report report = report(Grouping.NAMESPACE, NO_RATES);
    assertThat(report.total().kwh()).isEqualTo(2 + 16 + 32);
    assertThat(report.notes().getFirst())
        .startsWith("1 of 4 hours were asked of the counters themselves");
    assertThat(report.notes().get(1)).startsWith("1 of 4 hours have no data");
  }

  @Test
  void nodesWithoutFiguresInSomeHoursAreNamedTheWorstFirst() throws Exception {
    server.with(OWNERS, Map.of("namespace", "shop"), FIRST, 4, 4, 4, 4);
    measured("n1", FIRST, 1, 1, 1, 1);
    measured("n2", FIRST, 1, 1, 1);
    for (String late : List.of("s1", "s2", "s3")) {
      measured(late, FIRST.plusSeconds(2 * 3600), 1, 1);
    }
    Report report = report(Grouping.NAMESPACE, NO_RATES);
    assertThat(report.notes())
        .containsExactly(
            "4 of 5 nodes have no figures in some hours, which are not in the sums: s1 2 h, s2 2 h, s3 2 h and 1 more");
    assertThat(report.fleet().withGaps()).isEqualTo(4);
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
        .hasMessageContaining(
            "has no owner:kepler_kwh:increase1h of 2026-10-01 00:00 to 2026-10-01 04:00 (Z), and kepler_owner_joules_total gives none")
        .hasMessageContaining("is this the Prometheus that scrapes them");
    server.with(AGENTS, Map.of(), FOUR_HOURS.until().plusSeconds(3600), 1);
    assertThatThrownBy(() -> report(Grouping.NAMESPACE, NO_RATES))
        .hasMessageContaining("its agent came later; only full hours are reported");
    server.with(AGENTS, Map.of(), FOUR_HOURS.until(), 3);
    assertThatThrownBy(() -> report(Grouping.NAMESPACE, NO_RATES))
        .hasMessageContaining("its 3 agents came later");
    server.with(AGENTS, Map.of(), FOUR_HOURS.until().minusSeconds(3600), 3);
    assertThatThrownBy(() -> report(Grouping.NAMESPACE, NO_RATES))
        .hasMessageContaining("its 3 agents show no owners: metrics.levels must have owner");
  }

  /** The agent of n2 was there in the first two hours, n3 changed to counters after its first. */
  private void estimating() {
    server
        .with(OWNERS, Map.of("namespace", "shop"), FIRST, 3, 3, 2, 2)
        .with(ZONES, Map.of("node", "n2", "provenance", "estimated"), FIRST, 1, 1)
        .with(NODES, Map.of("node", "n2"), FIRST, 1, 1)
        .with(ZONES, Map.of("node", "n3", "provenance", "estimated"), FIRST, 1);
    measured("n1", FIRST, 1, 1, 1, 1);
    measured("n3", FIRST.plusSeconds(3600), 1, 1, 1);
    server.with(NODES, Map.of("node", "n3"), FIRST, 1);
  }

  private void measured(String node, Instant from, double... kwh) {
    server
        .with(ZONES, Map.of("node", node, "provenance", "measured"), from, kwh)
        .with(NODES, Map.of("node", node), from, kwh);
  }

  @Test
  void estimatesAreToldAlsoOfNodesThatWereGoneAtTheEnd() throws Exception {
    estimating();
    Report report = report(Grouping.NAMESPACE, NO_RATES);
    assertThat(ReportText.table(report))
        .contains("ESTIMATED, not measured, on 2 of 3 nodes: 30 % of the kWh");
    assertThat(report.estimatedShare(report.rows().getFirst())).hasValue(0.3);
    assertThat(ReportCsv.of(report))
        .contains("hours_of_period,estimated_share\r\n")
        .contains(",0.3\r\n");
    assertThat(ReportJson.of(report))
        .contains("\"agents\" : 3", "\"agents_estimating\" : 2", "\"estimated_share\" : 0.3");
  }

  @Test
  void rowsOfNodesSayWhichOfThemEstimated() throws Exception {
    estimating();
    server.with(NODES, Map.of("node", "old"), FIRST, 1);
    Report report = report(Grouping.NODE, NO_RATES);
    assertThat(ReportText.table(report))
        .contains(
            "node     kWh    share  estimated",
            "n1      4.00   36.4 %      0.0 %",
            "n3      4.00   36.4 %     25.0 %",
            "n2      2.00   18.2 %    100.0 %",
            "old     1.00    9.1 %  not known",
            "note: it is not known whether they measured or only estimated: old");
    assertThat(ReportCsv.of(report)).contains(",n2,2,2,0.1818182,,,,2,4,1\r\n");
  }

  @Test
  void agentsThatCallTheirNodeOtherwiseAreFoundByTheirCounters() throws Exception {
    server
        .with(OWNERS, Map.of("namespace", "shop"), FIRST, 1, 1, 1, 1)
        .with(NODES, Map.of("node", "n1"), FIRST, 1, 1, 1, 1)
        .with(ZONES, Map.of("node", "10.0.0.1", "provenance", "estimated"), FIRST, 1, 1, 1, 1)
        .with(
            "group_left (node_name)",
            Map.of("node", "n1", "provenance", "estimated"),
            FIRST,
            1,
            1,
            1,
            1);
    Report report = report(Grouping.NAMESPACE, NO_RATES);
    assertThat(report.fleet().nodes()).isEqualTo(1);
    assertThat(report.estimatedShare(report.total())).hasValue(1);
    assertThat(report.notes()).isEmpty();
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
