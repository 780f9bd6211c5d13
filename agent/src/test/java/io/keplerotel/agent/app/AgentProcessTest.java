// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Scrape;
import io.keplerotel.agent.testing.Shell;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent as its users run it, on a good day. */
class AgentProcessTest {
  private AgentProcess agent = AgentProcess.none();

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void theKubernetesClientIsNotLoadedWhereNobodyAsksForIt() {
    agent = AgentProcess.start("--kube.enabled=false");
    String classes =
        Shell.run(
            System.getProperty("java.home") + "/bin/jcmd " + agent.pid() + " VM.class_hierarchy");
    assertThat(classes).contains("io.keplerotel.agent.app.Agent").doesNotContain("io.fabric8");
    assertThat(agent.scrape().has("kepler_agent_source_available", "source=\"kubernetes\""))
        .isFalse();
  }

  @Test
  void showsLiveMetricsHealthAndAPage() throws Exception {
    agent = AgentProcess.start();
    assertThat(agent.status("/healthz")).isEqualTo(200);
    assertThat(agent.page("/readyz")).contains("last tick", "works");
    assertThat(agent.page("/")).contains("<small>Kepler for OpenTelemetry</small></h1>");
    assertThat(agent.status("/nothing")).isEqualTo(404);
    Scrape first = agent.scrape();
    Thread.sleep(2500);
    Scrape second = agent.scrape();
    for (String metric :
        List.of(
            "kepler_node_package_joules_total",
            "kepler_node_platform_joules_total",
            "kepler_node_other_joules_total",
            "kepler_container_package_joules_total",
            "kepler_container_joules_total",
            "kepler_container_bpf_cpu_time_ms_total",
            "kepler_process_cpu_time_ms",
            "kepler_process_total_energy_millijoules",
            "kepler_agent_energy_joules_total",
            "kepler_agent_cpu_time_seconds_total")) {
      assertThat(second.sum(metric)).as(metric).isGreaterThan(first.sum(metric));
    }
    assertThat(second.has("kepler_node_info", "cpu_architecture=")).isTrue();
    assertThat(second.has("kepler_exporter_build_info", "version=")).isTrue();
  }

  @Test
  void thePageOfMetricsIsNamedOnlyWhereItIsServed() {
    agent = AgentProcess.launch(List.of(), Map.of(), "--prometheus.enabled=false");
    agent.awaitReady();
    agent.awaitLog("state: http");
    assertThat(agent.log()).doesNotContain("/metrics");
    assertThat(agent.status("/metrics")).isEqualTo(404);
  }

  @Test
  void onlyTheChosenLevelsAreShown() throws Exception {
    agent = AgentProcess.start("--metrics.levels=node,process");
    Thread.sleep(2500);
    Scrape scrape = agent.scrape();
    assertThat(scrape.sum("kepler_node_package_joules_total")).isPositive();
    assertThat(scrape.sum("kepler_process_cpu_time_ms")).isPositive();
    assertThat(scrape.has("kepler_container_joules_total")).isFalse();
    assertThat(agent.page("/live.json")).contains("system_processes");
  }

  @Test
  void otherDialectsShowTheSameMachineByOtherNames() throws Exception {
    agent = AgentProcess.start("--prometheus.dialect=kepler-0.10", "--node.name=desk");
    Thread.sleep(2500);
    Scrape ten = agent.scrape();
    assertThat(ten.sum("kepler_node_cpu_watts", "zone=\"psys\"", "node_name=\"desk\""))
        .isPositive();
    assertThat(ten.sum("kepler_node_cpu_usage_ratio")).isBetween(0.0, 1.0);
    assertThat(ten.has("kepler_node_cpu_info", "processor=\"0\"")).isTrue();
    assertThat(ten.has("kepler_node_package_joules_total", "mode=\"idle\"")).isFalse();
    agent.close();
    agent = AgentProcess.start("--prometheus.dialect=otel", "--node.name=desk");
    Thread.sleep(2500);
    Scrape otel = agent.scrape();
    assertThat(otel.sum("kepler_node_energy_joules_total", "host_name=\"desk\"")).isPositive();
    assertThat(otel.sum("hw_energy_joules_total", "hw_type=\"cpu\"")).isPositive();
  }

  @Test
  void sigtermEndsItWithStatusZeroWithinFiveSecondsThoughTheCollectorHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      agent =
          AgentProcess.launch(
              List.of(),
              Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + silent.getLocalPort()));
      agent.awaitReady();
      agent.awaitLog("OTLP: pushing to");
      long beginNs = System.nanoTime();
      assertThat(agent.terminate()).isZero();
      assertThat(System.nanoTime() - beginNs).isLessThan(5_000_000_000L);
      assertThat(agent.log())
          .contains("the last push to http://127.0.0.1:" + silent.getLocalPort() + " was not taken")
          .contains("Agent: stopped");
    }
  }

  @Test
  void anAbsentCollectorIsOneWarning() throws Exception {
    agent =
        AgentProcess.launch(
            List.of(),
            Map.of(
                "OTEL_METRIC_EXPORT_INTERVAL", "200",
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true"));
    agent.awaitReady();
    agent.awaitLog("http://127.0.0.1:9");
    Thread.sleep(3000);
    assertThat(agent.log().lines().filter(line -> line.contains("WARN")))
        .filteredOn(line -> line.contains("http://127.0.0.1:9"))
        .hasSize(1);
    assertThat(agent.scrape().sum("kepler_agent_otlp_exports_total", "outcome=\"failed\""))
        .isGreaterThan(3);
    assertThat(agent.status("/readyz")).isEqualTo(200);
  }
}
