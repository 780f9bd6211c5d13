// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue, C8: what dashboards say of a fleet that is half scraped, half pushed, and of one of which
 * some agents are scraped by two jobs: 60,000 J each half, 120,000 in all.
 */
class DashboardSumsTest {
  private static final String PROMTOOL = "/usr/bin/promtool";

  private static final int HALF = 6;

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void promtool() {
    Requirement.PROMETHEUS.unless(
        Files.isExecutable(Path.of(PROMTOOL)),
        PROMTOOL + " is not installed (apt-get install prometheus)");
  }

  @Test
  void aFleetThatIsHalfScrapedAndHalfPushedIsOne() throws IOException {
    expect(0, "Cluster: Energy", 2 * HALF * 10.0 * 1_000 / 3.6e6, "{}");
    expect(0, "Cluster: Power", 2 * HALF * 10.0, "{}");
    expect(0, "Cluster: Power by namespace", 2 * HALF * 10.0, "{namespace=\"shop\"}");
  }

  @Test
  void anAgentThatTwoJobsScrapeCountsOnce() throws IOException {
    expect(HALF / 2, "Cluster: Energy", 2 * HALF * 10.0 * 1_000 / 3.6e6, "{}");
    expect(HALF / 2, "Cluster: Power", 2 * HALF * 10.0, "{}");
    expect(HALF / 2, "Cluster: Power by namespace", 2 * HALF * 10.0, "{namespace=\"shop\"}");
  }

  /** 20 namespaces, of which namespace n uses n times 10 W: 15 by name, the least five as one. */
  @Test
  void aStackOfTheTopFifteenAndAllOthersIsTheWhole() throws IOException {
    List<String> containers = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (int number = 1; number <= 20; number++) {
      for (int same = 0; same < number; same++) {
        String labels =
            ",container_id=\"%1$d-%2$d\",container_namespace=\"ns-%1$d\"".formatted(number, same);
        containers.add(scraped("kepler_container_joules_total", same, labels));
        owners.add(
            scraped(
                "kepler_owner_joules_total",
                same,
                ",container_namespace=\"ns-%d\",owner_kind=\"Deployment\",owner_name=\"web\""
                    .formatted(number)));
      }
    }
    double all = 10.0 * 20 * 21 / 2;
    double least = 10.0 * 5 * 6 / 2;
    for (String place : List.of("Cluster: Power by namespace", "Workloads: Power by namespace")) {
      String query = query(place);
      check(place, "sum(" + query + ")", containers, "{}", all);
      check(place, "count(" + query + ")", containers, "{}", 16);
      check(
          place,
          "("
              + query
              + ") and on (namespace) label_replace(vector(1), \"namespace\", \"all others\", \"\", \"\")",
          containers,
          "{namespace=\"all others\"}",
          least);
    }
    String query = query("Workloads: Power by owner");
    check("owners", "sum(" + query + ")", owners, "{}", all);
    check("owners", "count(" + query + ")", owners, "{}", 16);
  }

  /** GPUs are a part of the node, beside package and memory. */
  @Test
  void theEnergyOfGpusIsInTheNodes() throws IOException {
    List<String> series =
        List.of(
            scraped("kepler_node_package_joules_total", 1, ",package=\"0\""),
            scraped("kepler_node_gpu_joules_total", 1, ",package=\"0\""),
            pushed("kepler_node_energy_joules_total", 2, "").replace("\"package\"", "\"gpu\""));
    check("Power", query("Cluster: Power"), series, "{}", 30);
  }

  /** A sum of one way {@code or} a sum of the other shows the first only where both have data. */
  @Test
  void noQueryChoosesBetweenTheSumsOfTheTwoWays() {
    assertThat(Dashboards.queries())
        // A line at 0, where nothing happens.
        .filteredOn(query -> !query.text().endsWith("* 0"))
        .allSatisfy(
            query ->
                assertThat(query.text())
                    .as(query.place())
                    .doesNotContainPattern("\\)( / \\d+)? or (sum|count)( by \\([^)]*\\))? \\("));
  }

  private void expect(int twice, String place, double value, String labels) throws IOException {
    List<String> series = new ArrayList<>();
    for (int node = 1; node <= HALF; node++) {
      series.add(scraped("kepler_container_joules_total", node, ",container_namespace=\"shop\""));
      series.add(scraped("kepler_node_package_joules_total", node, ",package=\"0\""));
      if (node <= twice) {
        series.add(again("kepler_container_joules_total", node, ",container_namespace=\"shop\""));
        series.add(again("kepler_node_package_joules_total", node, ",package=\"0\""));
      }
      int other = HALF + node;
      series.add(
          pushed("kepler_container_energy_joules_total", other, ",k8s_namespace_name=\"shop\""));
      series.add(pushed("kepler_node_energy_joules_total", other, ""));
    }
    check(place, query(place), series, labels, value);
  }

  private static String query(String place) {
    return Dashboards.queries().stream()
        .filter(each -> each.place().endsWith(place))
        .map(Dashboards.Query::text)
        .findFirst()
        .orElseThrow()
        .replace("$__rate_interval", "2m")
        .replace("$__range", "1000s")
        .replace("$cluster", ".*")
        .replace("$job", ".*")
        .replace("$namespace", ".*")
        .replace("$node", ".*");
  }

  private void check(String place, String query, List<String> series, String labels, double value)
      throws IOException {
    Path test = folder.resolve("sums.yml");
    Files.writeString(
        test,
        """
        evaluation_interval: 30s
        tests:
          - interval: 30s
            input_series:
        %s
            promql_expr_test:
              - expr: >-
                  %s
                eval_time: 30m
                exp_samples:
                  - labels: '%s'
                    value: %s
        """
            .formatted(String.join("", series), query, labels, value));
    assertThat(Shell.run(PROMTOOL + " test rules " + test))
        .as(place)
        .contains("SUCCESS")
        .doesNotContain("FAILED");
  }

  /** 300 J in each 30 s, 10 W. */
  private static String scraped(String metric, int node, String labels) {
    return """
          - series: '%1$s{job="kepler",cluster="c",instance="node-%2$d",mode="dynamic"%3$s}'
            values: "0+300x100"
    """
        .formatted(metric, node, labels);
  }

  /** The same agent, by what a PodMonitor sets up. */
  private static String again(String metric, int node, String labels) {
    String target =
        ",namespace=\"kepler-system\",pod=\"kepler-%d\",container=\"kepler\",endpoint=\"http\""
            .formatted(node);
    return scraped(metric, node, target + labels)
        .replace("job=\"kepler\"", "job=\"kepler-system/kepler\"");
  }

  /** The same by OTLP. */
  private static String pushed(String metric, int node, String labels) {
    return """
          - series: '%1$s{job="kepler-agent",instance="uuid-%2$d",k8s_cluster_name="c",host_name="node-%2$d",kepler_zone="package",kepler_mode="dynamic",kepler_source="rapl-sysfs"%3$s}'
            values: "0+300x100"
    """
        .formatted(metric, node, labels);
  }
}
