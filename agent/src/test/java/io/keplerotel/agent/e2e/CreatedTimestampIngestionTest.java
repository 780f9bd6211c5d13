// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Load;
import io.keplerotel.agent.testing.RealCgroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that end before a second scrape, in the {@code increase()} of Prometheus 3. */
@Tag("e2e")
class CreatedTimestampIngestionTest {
  private static final int CONTAINERS = 4;
  private static final double BUSY_SECONDS = 1.5;
  private static final String ZERO_INGESTION = "--enable-feature=created-timestamp-zero-ingestion";

  @TempDir Path folder = Path.of("");

  @Test
  void shortLivedContainersKeepTheirEnergy() throws Exception {
    try (AgentProcess agent =
            AgentProcess.start(
                "--workloads.systemd-units=never",
                "--power.sources=estimated",
                "--prometheus.created-timestamps=true");
        CurrentPrometheus protobuf = prometheus("protobuf", agent, "", ZERO_INGESTION);
        CurrentPrometheus lines =
            prometheus(
                "lines", agent, "    scrape_protocols: [OpenMetricsText1.0.0]\n", ZERO_INGESTION);
        CurrentPrometheus without = prometheus("without", agent, "")) {
      List<String> ids = burn();
      TimeUnit.SECONDS.sleep(12);
      double counted =
          ids.stream()
              .mapToDouble(
                  id ->
                      agent
                          .scrape()
                          .sum(
                              "kepler_container_joules_total",
                              "container_id=\"" + id + "\"",
                              "mode=\"dynamic\""))
              .sum();
      double byProtobuf = increase(protobuf, ids);
      double byLines = increase(lines, ids);
      double lost = increase(without, ids);
      System.out.printf(
          "counted %.2f J; increase(): protobuf %.2f J, _created lines %.2f J, without %.2f J%n",
          counted, byProtobuf, byLines, lost);
      assertThat(counted).isPositive();
      assertThat(byProtobuf / counted).isBetween(0.95, 1.5);
      assertThat(byLines / counted).isBetween(0.95, 1.5);
      assertThat(lost / counted).isLessThan(0.6);
    }
  }

  /** One after another, each gone before the next scrape but one. */
  private static List<String> burn() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < CONTAINERS; i++) {
      try (RealCgroup container = RealCgroup.docker(RealCgroup.newId())) {
        ids.add(container.containerId());
        container.start(Load.busy(BUSY_SECONDS)).waitFor();
        container.awaitEmpty();
      }
    }
    return ids;
  }

  /** What people ask: the energy of these containers in the last two minutes. */
  private static double increase(CurrentPrometheus prometheus, List<String> ids) {
    String query =
        "sum(increase(kepler_container_joules_total{mode=\"dynamic\",container_id=~\"%s\"}[2m]))"
            .formatted(ids.stream().collect(Collectors.joining("|")));
    return prometheus.query(query, Instant.now()).stream()
        .mapToDouble(sample -> Double.parseDouble(sample.value()))
        .sum();
  }

  private CurrentPrometheus prometheus(
      String name, AgentProcess agent, String more, String... flags) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve(name + ".yml"),
            """
            scrape_configs:
              - job_name: kepler
                scrape_interval: 5s
            %s    static_configs:
                  - targets: ["127.0.0.1:%d"]
            """
                .formatted(more, agent.port()));
    return CurrentPrometheus.start(config, folder.resolve(name), flags);
  }
}
