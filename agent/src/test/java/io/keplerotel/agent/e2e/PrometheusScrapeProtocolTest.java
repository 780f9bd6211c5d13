// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus 3, by every protocol that it can be told to ask with. */
@Tag("e2e")
class PrometheusScrapeProtocolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
  void takesEverySeriesOfAScrape(String protocol) throws Exception {
    Path config = folder.resolve("prometheus.yml");
    try (AgentProcess agent =
        AgentProcess.start("--workloads.systemd-units=never", "--process.enabled=false")) {
      Files.writeString(
          config,
          """
          scrape_configs:
            - job_name: kepler
              scrape_interval: 1s
              scrape_protocols: [%s]
              static_configs:
                - targets: ["127.0.0.1:%d"]
          """
              .formatted(protocol, agent.port()));
      try (CurrentPrometheus prometheus = CurrentPrometheus.start(config, folder.resolve("data"))) {
        Pause.until(PATIENCE, () -> "a scrape", () -> !scraped(prometheus).isEmpty());
        assertThat(scraped(prometheus))
            .extracting(CurrentPrometheus.Sample::value)
            .containsExactly(Integer.toString(agent.scrape().values().size()));
      }
    }
  }

  private static List<CurrentPrometheus.Sample> scraped(CurrentPrometheus prometheus) {
    return prometheus.query("scrape_samples_scraped{job=\"kepler\"}", Instant.now());
  }
}
