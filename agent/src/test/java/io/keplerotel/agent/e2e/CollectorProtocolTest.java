// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways by which an agent may push to a Collector: otel-collector/gateway.yaml as it ships, and
 * a Prometheus behind it that takes OTLP.
 */
@Tag("e2e")
class CollectorProtocolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ACCEPTED = "otelcol_receiver_accepted_metric_points";
  private static final String EXPORTS = "kepler_agent_otlp_exports_total";
  private static final String OK = "outcome=\"ok\"";
  private static final String SHORT_CONNECTIONS =
      "yaml:receivers::otlp::protocols::grpc::keepalive::server_parameters::max_connection_age: 2s";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String COMPRESSION = "OTEL_EXPORTER_OTLP_COMPRESSION";
  private static final String AUTHORITY = "OTEL_EXPORTER_OTLP_CERTIFICATE";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void pushesPlainlyAndBySmallerMessagesWithGzip(String protocol) throws Exception {
    try (CurrentPrometheus backend = backend();
        CollectorProcess collector = gateway(backend, Map.of())) {
      double plain = bytesPerPoint(backend, collector, protocol, "none");
      double zipped = bytesPerPoint(backend, collector, protocol, "gzip");
      System.out.printf("%s: %.0f bytes a point, with gzip %.0f%n", protocol, plain, zipped);
      assertThat(zipped).isLessThan(plain / 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void pushesByTls(String protocol) throws Exception {
    Path tls = TlsFolder.create(folder);
    try (CurrentPrometheus backend = backend();
        CollectorProcess collector =
            gateway(backend, Map.of("TLS_FOLDER", tls.toString()), "tls.yaml")) {
      refuses(collector, protocol, Map.of(AUTHORITY, TlsFolder.create(folder) + "/ca.crt"));
      accepts(backend, collector, protocol, Map.of(AUTHORITY, tls + "/ca.crt"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void pushesByTlsOnBothEnds(String protocol) throws Exception {
    Path tls = TlsFolder.create(folder);
    try (CurrentPrometheus backend = backend();
        CollectorProcess collector =
            gateway(backend, Map.of("TLS_FOLDER", tls.toString()), "tls.yaml", "mtls.yaml")) {
      refuses(collector, protocol, Map.of(AUTHORITY, tls + "/ca.crt"));
      accepts(
          backend,
          collector,
          protocol,
          Map.of(
              AUTHORITY,
              tls + "/ca.crt",
              "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
              tls + "/tls.crt",
              "OTEL_EXPORTER_OTLP_CLIENT_KEY",
              tls + "/tls.key"));
    }
  }

  /** A gateway ends connections now and then, so that new replicas have their share. */
  @Test
  void noPushFailsWhenConnectionsEnd() throws Exception {
    try (CurrentPrometheus backend = backend();
        CollectorProcess collector = gateway(backend, Map.of(), SHORT_CONNECTIONS);
        AgentProcess agent = agent(collector, "http", "grpc", Map.of(), "moving")) {
      Pause.until(PATIENCE, "15 pushes are accepted", () -> agent.scrape().sum(EXPORTS, OK) >= 15);
      Scrape scrape = agent.scrape();
      assertThat(scrape.sum(EXPORTS) - scrape.sum(EXPORTS, OK)).isZero();
    }
  }

  /** The Collector scrapes, and pushes what it has on by OTLP or by remote write. */
  @ParameterizedTest
  @ValueSource(strings = {"scrape.yaml", "scrape.yaml to-remote-write.yaml"})
  void collectorScrapes(String configs) throws Exception {
    try (CurrentPrometheus backend = backend();
        AgentProcess agent = AgentProcess.start("--otlp.enabled=false", "--node.name=scraped");
        CollectorProcess collector =
            CollectorProcess.start(
                folder,
                Map.of(
                    "AGENT",
                    "127.0.0.1:" + agent.port(),
                    "SCRAPE_INTERVAL",
                    "1s",
                    "BACKEND",
                    backend.url() + "/api/v1/otlp",
                    "REMOTE_WRITE",
                    backend.url() + "/api/v1/write"),
                configs.split(" "))) {
      for (String metric :
          List.of(
              "kepler_container_joules_total",
              "kepler_node_platform_joules_total",
              "kepler_process_cpu_time_ms")) {
        await(backend, collector, metric + "{job=\"kepler\"} > 0");
      }
    }
  }

  /** Two tiers: agent → node's Collector → gateway → Prometheus. */
  @Test
  void nodesCollectorPushesToTheGateway() throws Exception {
    try (ControlPlane plane = ControlPlane.start();
        CurrentPrometheus backend = backend();
        CollectorProcess gateway = gateway(backend, Map.of())) {
      Map<String, String> environment = new HashMap<>(CollectorAccount.environment(plane));
      environment.put("GATEWAY", gateway.endpoint("dns", "grpc").replace("dns://", "dns:///"));
      try (CollectorProcess node =
          CollectorProcess.start(folder, environment, "node.yaml", "to-gateway.yaml")) {
        accepts(backend, node, "grpc", Map.of());
      }
    }
  }

  /** An agent that may not ask the API server; the Collector may, by the account that ships. */
  @Test
  void collectorNamesThePodsOfAnAgentThatMayNot() throws Exception {
    try (ControlPlane plane = ControlPlane.start();
        CurrentPrometheus backend = backend();
        CollectorProcess gateway = gateway(backend, Map.of());
        TestNode node = new TestNode(plane)) {
      AgentAccount.namespace(plane, "shop");
      TestPod pod = node.create(PodKind.DEPLOYMENT, "shop");
      node.report(pod);
      Map<String, String> environment = new HashMap<>(CollectorAccount.environment(plane));
      environment.put("GATEWAY", gateway.endpoint("dns", "grpc").replace("dns://", "dns:///"));
      try (CollectorProcess collector =
              CollectorProcess.start(folder, environment, "node.yaml", "to-gateway.yaml");
          AgentProcess agent = agent(collector, "http", "grpc", Map.of(), TestNode.NAME)) {
        assertThat(agent.log()).doesNotContain(pod.name());
        await(
            backend,
            collector,
            "kepler_container_energy_joules_total{container_id=\"%s\",k8s_pod_name=\"%s\",k8s_namespace_name=\"shop\",k8s_container_name=\"app\",k8s_deployment_name=\"%s\"}"
                .formatted(pod.idOf("app"), pod.name(), pod.base()));
      }
    }
  }

  private static double bytesPerPoint(
      CurrentPrometheus backend, CollectorProcess collector, String protocol, String compression) {
    long bytes = collector.readBytes();
    double points = collector.telemetry().sum(ACCEPTED);
    accepts(backend, collector, protocol, Map.of(COMPRESSION, compression));
    return (collector.readBytes() - bytes) / (collector.telemetry().sum(ACCEPTED) - points);
  }

  private static void accepts(
      CurrentPrometheus backend,
      CollectorProcess collector,
      String protocol,
      Map<String, String> environment) {
    String scheme = environment.containsKey(AUTHORITY) ? "https" : "http";
    String node = "node-" + System.nanoTime();
    try (AgentProcess agent = agent(collector, scheme, protocol, environment, node)) {
      await(
          backend,
          collector,
          "kepler_node_energy_joules_total{host_name=\""
              + node
              + "\",kepler_zone=\"platform\"} > 0");
      Pause.until(PATIENCE, "a push is accepted", () -> agent.scrape().sum(EXPORTS, OK) > 0);
    }
    assertThat(collector.telemetry().sum(ACCEPTED, transport(protocol))).isPositive();
    assertThat(collector.telemetry().sum("otelcol_receiver_refused_metric_points")).isZero();
  }

  private static void refuses(
      CollectorProcess collector, String protocol, Map<String, String> environment) {
    try (AgentProcess agent = agent(collector, "https", protocol, environment, "stranger")) {
      agent.awaitLog("cannot push metrics to ");
    }
    assertThat(collector.telemetry().sum(ACCEPTED, transport(protocol))).isZero();
  }

  private static String transport(String protocol) {
    return "transport=\"" + (protocol.equals("grpc") ? "grpc" : "http") + "\"";
  }

  private static AgentProcess agent(
      CollectorProcess collector,
      String scheme,
      String protocol,
      Map<String, String> environment,
      String node) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(PROTOCOL, protocol);
    all.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(scheme, protocol));
    all.put("OTEL_METRIC_EXPORT_INTERVAL", "1s");
    all.put("OTEL_RESOURCE_ATTRIBUTES", "host.name=" + node);
    AgentProcess agent = AgentProcess.launch(List.of(), all);
    agent.awaitReady();
    return agent;
  }

  private CurrentPrometheus backend() {
    return CurrentPrometheus.start(
        Chart.ROOT.resolve("observability/prometheus/prometheus-otlp.yml"),
        folder.resolve("backend"),
        "--web.enable-otlp-receiver",
        "--web.enable-remote-write-receiver");
  }

  private CollectorProcess gateway(
      CurrentPrometheus backend, Map<String, String> environment, String... overlays) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("BACKEND", backend.url() + "/api/v1/otlp");
    String[] configs = new String[overlays.length + 1];
    configs[0] = "gateway.yaml";
    System.arraycopy(overlays, 0, configs, 1, overlays.length);
    return CollectorProcess.start(folder, all, configs);
  }

  private static void await(CurrentPrometheus backend, CollectorProcess collector, String query) {
    Pause.until(
        PATIENCE,
        () -> query + "; the Collector's log:\n" + collector.log(),
        () -> !backend.query(query, Instant.now()).isEmpty());
  }
}
