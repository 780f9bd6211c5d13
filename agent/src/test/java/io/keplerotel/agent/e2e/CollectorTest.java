// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.e2e.EnergyReadings.Way;
import io.keplerotel.agent.testing.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agent → OTLP → Collector → Prometheus, and agent → Prometheus at once: real processes all, pods
 * in real cgroups, and otel-collector/node.yaml as it ships. Counters of all zones that RAPL can
 * have are files that the test turns.
 */
@Tag("e2e")
class CollectorTest {
  private static final Duration OUTAGE = Duration.ofSeconds(60);
  private static final int WORKLOADS_AT_LEAST = 17;

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  @TempDir Path folder = Path.of("");

  @Test
  void bothWaysAgreeToTheDigitAndAgainAfterTheCollectorWasKilled() throws Exception {
    try (ControlPlane plane = ControlPlane.start();
        TestNode node = TestNode.withAllKinds(plane, "shop");
        TurningCounters rapl =
            TurningCounters.start(Files.createDirectories(folder.resolve("sys")));
        CollectorProcess collector =
            CollectorProcess.start(folder, CollectorAccount.environment(plane), "node.yaml");
        AgentProcess agent = agent(plane, rapl, collector.endpoint("http", "grpc"), Map.of());
        CurrentPrometheus prometheus = scraping(agent, collector)) {
      Way scraped = new Way(prometheus, "job=\"agent\"");
      Way pushed = new Way(prometheus, "job=\"collector\"");
      Instant before = agree("at first", node, scraped, pushed);
      collector.kill();
      Pause.of(OUTAGE);
      assertThat(pushed.of("kepler_container_energy_joules_total", Instant.now())).isEmpty();
      collector.restart();
      Instant after = agree("after " + OUTAGE.toSeconds() + " s without", node, scraped, pushed);
      nothingFell(prometheus, before, after);
    }
  }

  /** No Collector: Prometheus takes OTLP by the configuration that ships. */
  @Test
  void prometheusByOtlpAgreesToTheDigit() throws Exception {
    Path config = Chart.ROOT.resolve("observability/prometheus/prometheus-otlp.yml");
    try (ControlPlane plane = ControlPlane.start();
        TestNode node = TestNode.withAllKinds(plane, "shop");
        TurningCounters rapl =
            TurningCounters.start(Files.createDirectories(folder.resolve("sys")));
        CurrentPrometheus receiving =
            CurrentPrometheus.start(config, folder.resolve("otlp"), "--web.enable-otlp-receiver");
        AgentProcess agent =
            agent(
                plane,
                rapl,
                receiving.url() + "/api/v1/otlp",
                Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        CurrentPrometheus prometheus = scraping(agent)) {
      agree(
          "without a Collector",
          node,
          new Way(prometheus, "job=\"agent\""),
          new Way(receiving, "job!=\"\""));
    }
  }

  private static Instant agree(String when, TestNode node, Way scraped, Way pushed) {
    List<String> ids =
        node.pods().stream()
            .flatMap(pod -> pod.containers().values().stream())
            .map(cgroup -> cgroup.containerId())
            .toList();
    // The first tick may come before the names: containers are held back until a later one.
    Pause.until(
        PATIENCE,
        "every container is there",
        () -> hasAll(EnergyReadings.scraped(scraped, Instant.now()), ids));
    Instant time = EnergyReadings.sameTick(scraped, pushed);
    Map<String, String> energy = EnergyReadings.scraped(scraped, time);
    assertThat(EnergyReadings.pushed(pushed, time)).isEqualTo(energy);
    assertThat(EnergyReadings.pushedNodeUj(pushed, time))
        .isEqualTo(EnergyReadings.scrapedNodeUj(scraped, time));
    assertThat(hasAll(energy, ids)).as("every container is there").isTrue();
    long workloads =
        energy.keySet().stream().map(key -> key.substring(0, key.indexOf(' '))).distinct().count();
    assertThat(workloads).isGreaterThanOrEqualTo(WORKLOADS_AT_LEAST);
    System.out.printf(
        "%s: %d series of %d workloads are the same to the digit%n",
        when, energy.size(), workloads);
    return time;
  }

  private static boolean hasAll(Map<String, String> energy, List<String> ids) {
    return ids.stream().allMatch(id -> energy.containsKey(id + " package dynamic"));
  }

  /** What was used while the Collector was away is there, once. */
  private static void nothingFell(CurrentPrometheus prometheus, Instant before, Instant after) {
    String window = "[" + (Duration.between(before, after).toSeconds() + 1) + "s]";
    String pushed = "kepler_container_energy_joules_total{job=\"collector\"}";
    assertThat(prometheus.query("resets(" + pushed + window + ") > 0", after)).isEmpty();
    assertThat(prometheus.query("count(" + pushed + ")", after)).isNotEmpty();
  }

  private AgentProcess agent(
      ControlPlane plane, TurningCounters rapl, String endpoint, Map<String, String> environment)
      throws IOException {
    Path account = Files.createDirectories(folder.resolve("account"));
    Map<String, String> all = new HashMap<>(environment);
    all.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    all.put("OTEL_METRIC_EXPORT_INTERVAL", "1s");
    AgentProcess agent =
        new AgentAccount(plane, account)
            .launchWith("rapl", all, "--interval=10s", "--host.sysfs=" + rapl.sysfs());
    agent.awaitReady();
    return agent;
  }

  private CurrentPrometheus scraping(AgentProcess agent) throws IOException {
    return scraping(
        "    - {job_name: agent, static_configs: [{targets: ['127.0.0.1:%d']}]}%n"
            .formatted(agent.port()));
  }

  private CurrentPrometheus scraping(AgentProcess agent, CollectorProcess collector)
      throws IOException {
    return scraping(
        """
            - {job_name: agent, static_configs: [{targets: ["127.0.0.1:%d"]}]}
            - {job_name: collector, static_configs: [{targets: ["127.0.0.1:%d"]}]}
        """
            .formatted(agent.port(), collector.metricsPort()));
  }

  private CurrentPrometheus scraping(String jobs) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("scraping.yml"),
            "global: {scrape_interval: 1s}\nscrape_configs:\n" + jobs);
    return CurrentPrometheus.start(config, folder.resolve("scraped"));
  }
}
