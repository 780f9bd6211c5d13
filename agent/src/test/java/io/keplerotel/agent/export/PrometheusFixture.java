// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.AgentState;
import io.keplerotel.agent.meter.AgentState.KubernetesState;
import io.keplerotel.agent.meter.AgentState.OwnCost;
import io.keplerotel.agent.meter.AgentState.SourceState;
import io.keplerotel.agent.meter.KeplerDialectMeters;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.KeplerMetrics;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The Prometheus side as the agent wires it, on any free port. */
final class PrometheusFixture implements AutoCloseable {
  final AtomicReference<Snapshot> snapshot;
  final AgentState state;
  private final PrometheusEndpoint endpoint;
  private final WebServer server;

  PrometheusFixture(Snapshot first) throws Exception {
    snapshot = new AtomicReference<>(first);
    state = state();
    endpoint = new PrometheusEndpoint(infos());
    new KeplerDialectMeters(
            endpoint.meter(),
            snapshot::get,
            WorkloadNames.unknown(),
            "node-1",
            state::cpuTimeSource)
        .register();
    new AgentMeters(endpoint.meter(), state).register();
    server = new WebServer("127.0.0.1", 0, endpoint.handler(), Checks.good());
    server.start();
  }

  /** A state in which everything happened that the agent shows. */
  static AgentState state() {
    AgentState state = new AgentState(() -> 7_000_000_000L);
    state.tickEnded(1_500_000);
    state.cpuTimeSource("bpf");
    state.source("rapl", SourceState.AVAILABLE);
    state.source("redfish", SourceState.unavailable("connection refused"));
    state.fault("redfish");
    state.counterReset("package-0");
    state.kubernetes(new KubernetesState(5, 60));
    state.lostRecords(3);
    state.lostTime(20_000_000);
    state.ownCost(
        new OwnCost(
            OptionalLong.of(1_250_000), OptionalLong.of(2_000_000_000L), OptionalLong.of(1 << 26)));
    return state;
  }

  private static List<InfoMetric> infos() {
    return List.of(
        new InfoMetric(
            KeplerMetrics.NODE_INFO,
            Map.of(
                "cpu_architecture", "amd64",
                "components_power_source", "rapl-sysfs",
                "platform_power_source", "rapl-sysfs",
                "source", "os")),
        new InfoMetric(
            KeplerMetrics.EXPORTER_BUILD_INFO,
            Map.of("branch", "main", "revision", "abc", "version", "0.1.0", "os", "linux")));
  }

  String scrape() throws Exception {
    return Http.get(port(), "/metrics").body();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    endpoint.close();
  }
}
