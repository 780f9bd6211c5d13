// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Collector's Prometheus receiver, by every protocol that it can be told to ask with. */
@Tag("e2e")
class CollectorScrapeProtocolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ACCEPTED = "otelcol_receiver_accepted_metric_points";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PrometheusProto",
        "OpenMetricsText1.0.0",
        "OpenMetricsText0.0.1",
        "PrometheusText1.0.0",
        "PrometheusText0.0.4"
      })
  void takesEverySeriesOfAScrape(String protocol) {
    try (AgentProcess agent =
            AgentProcess.start("--workloads.systemd-units=never", "--process.enabled=false");
        CollectorProcess collector =
            CollectorProcess.start(
                folder,
                Map.of("AGENT", "127.0.0.1:" + agent.port(), "SCRAPE_INTERVAL", "1s"),
                "scrape.yaml",
                config(agent.port(), protocol))) {
      Pause.until(
          PATIENCE,
          () -> "the Collector has taken a scrape:\n" + collector.telemetry() + collector.log(),
          () -> collector.telemetry().sum(ACCEPTED) > 50);
      Scrape agents = agent.scrape();
      double pointsOfAScrape = agents.values().size();
      System.out.printf(
          "%s: %.0f points taken, %.0f series in a scrape%n",
          protocol, collector.telemetry().sum(ACCEPTED), pointsOfAScrape);
      assertThat(collector.telemetry().sum(ACCEPTED)).isGreaterThanOrEqualTo(pointsOfAScrape);
      assertThat(collector.log()).doesNotContain("Failed to scrape", "protobuf");
    }
  }

  /** The whole job again: a list is replaced, not merged. */
  private static String config(int port, String protocol) {
    return ("yaml:{receivers: {prometheus: {config: {scrape_configs: [{job_name: kepler, scrape_interval: 1s,"
            + " scrape_protocols: [%s], static_configs: [{targets: [\"127.0.0.1:%d\"]}]}]}}}}")
        .formatted(protocol, port);
  }
}
