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
    String query =
        Dashboards.queries().stream()
            .filter(each -> each.place().endsWith(place))
            .map(Dashboards.Query::text)
            .findFirst()
            .orElseThrow()
            .replace("$__rate_interval", "2m")
            .replace("$__range", "1000s")
            .replace("$cluster", ".*")
            .replace("$node", ".*");
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
