// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.meter.AgentLabels;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.FixedSnapshots;
import io.keplerotel.agent.meter.KeplerDialectMeters;
import io.keplerotel.agent.meter.KeplerTenDialectMeters;
import io.keplerotel.agent.meter.OtlpDialectMeters;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.status.AgentState.KubernetesState;
import io.keplerotel.agent.status.AgentState.OwnCost;
import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.status.MemoryState;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.web.Checks;
import io.keplerotel.agent.web.WebServer;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.KeplerTenMetrics;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The Prometheus side as the agent wires it, on any free port. */
public final class PrometheusFixture implements AutoCloseable {
  private static final Attributes MACHINE =
      Attributes.of(
          ResourceAttributes.HOST_NAME, "node-1",
          ResourceAttributes.K8S_NODE_NAME, "node-1",
          ResourceAttributes.K8S_CLUSTER_NAME, "production");

  final AtomicReference<Snapshot> snapshot;
  public final AgentState state;
  private final PrometheusEndpoint endpoint;
  private final WebServer server;

  public PrometheusFixture(Snapshot first) throws Exception {
    this(first, Dialect.KEPLER, WorkloadNames.unknown());
  }

  public PrometheusFixture(Snapshot first, Dialect dialect, WorkloadNames names) throws Exception {
    this(first, dialect, names, CreatedLines.LEFT_OUT);
  }

  public PrometheusFixture(
      Snapshot first, Dialect dialect, WorkloadNames names, CreatedLines createdLines)
      throws Exception {
    snapshot = new AtomicReference<>(first);
    state = state();
    endpoint = new PrometheusEndpoint(infos(dialect));
    register(endpoint.meter(), dialect, names, snapshot, state);
    server = Checks.server(Checks.good(), Views::shop, endpoint.scrapes(createdLines).page());
    server.start();
  }

  /** A tick before, so that power is not the total by chance. */
  private static Snapshot before(Snapshot snapshot) {
    return snapshot.tick() > 0 ? Snapshots.at(snapshot.tick() - 1) : Snapshots.empty();
  }

  /** As the agent registers all that a dialect shows. */
  static void register(
      Meter meter,
      Dialect dialect,
      WorkloadNames names,
      AtomicReference<Snapshot> snapshot,
      AgentState state) {
    Snapshot first = Objects.requireNonNull(snapshot.get());
    var unused =
        switch (dialect) {
          case KEPLER ->
              new KeplerDialectMeters(meter, snapshot::get, names, "node-1", state::cpuTimeSource)
                  .register();
          case KEPLER_TEN ->
              new KeplerTenDialectMeters(
                      meter, new FixedSnapshots(before(first), first), names, "node-1", () -> 4)
                  .register();
          case OTEL ->
              OtlpDialectMeters.scraped(
                      meter, snapshot::get, names, MACHINE, Optional.of(Snapshots.START))
                  .register();
        };
    new AgentMeters(meter, state, dialect == Dialect.OTEL ? AgentLabels.OTEL : AgentLabels.KEPLER)
        .register();
  }

  /** A state in which everything happened that the agent shows. */
  public static AgentState state() {
    AgentState state = new AgentState(() -> 7_000_000_000L);
    state.tickEnded(1_500_000);
    state.machine(Machine.BARE_METAL);
    state.zones(Snapshots.at(1).zones());
    state.status(
        new AgentStatus(
            Map.of(
                "rapl",
                SourceState.AVAILABLE,
                "redfish",
                SourceState.unavailable("connection refused")),
            "bpf",
            Map.of()));
    state.fault("redfish");
    state.counterReset("package-0");
    state.zoneLost("package-0", 190_000_000_000L);
    state.kubernetes(new KubernetesState(5, 60));
    state.lostRecords(3);
    state.lostTime(20_000_000);
    state.ownCost(
        new OwnCost(
            OptionalLong.of(1_250_000), OptionalLong.of(2_000_000_000L), OptionalLong.of(1 << 26)));
    state.memory(new MemoryState(20 << 20, 80 << 20, 2, 50));
    return state;
  }

  static List<InfoMetric> infos(Dialect dialect) {
    return switch (dialect) {
      case KEPLER -> keplerInfos();
      case KEPLER_TEN -> keplerTenInfos();
      case OTEL -> List.of();
    };
  }

  private static List<InfoMetric> keplerTenInfos() {
    return List.of(
        new InfoMetric(
            KeplerTenMetrics.NODE_CPU_INFO,
            List.of(
                Map.of("processor", "0", "vendor_id", "GenuineIntel", "node_name", "node-1"),
                Map.of("processor", "1", "vendor_id", "GenuineIntel", "node_name", "node-1"))),
        new InfoMetric(
            KeplerTenMetrics.BUILD_INFO, Map.of("version", "0.1.0", "node_name", "node-1")));
  }

  private static List<InfoMetric> keplerInfos() {
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

  public String scrape() throws Exception {
    return Http.get(port(), "/metrics").body();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    endpoint.close();
  }
}
