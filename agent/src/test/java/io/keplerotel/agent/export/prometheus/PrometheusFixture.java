// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.agent.attribution.IdlePower;
import io.keplerotel.agent.attribution.IdlePower.Basis;
import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.DialectTable;
import io.keplerotel.agent.meter.KeplerDialect;
import io.keplerotel.agent.meter.KeplerTenDialect;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Disagreement;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.status.AgentStatus.Sources;
import io.keplerotel.agent.status.AgentStatus.Ticks;
import io.keplerotel.agent.status.Cost;
import io.keplerotel.agent.status.EstimateState;
import io.keplerotel.agent.status.Losses;
import io.keplerotel.agent.status.MemoryState;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.web.Checks;
import io.keplerotel.agent.web.WebServer;
import io.keplerotel.agent.workload.NamedSnapshot;
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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The Prometheus side as the agent wires it, on any free port. */
public final class PrometheusFixture implements AutoCloseable {
  private static final Attributes MACHINE =
      Attributes.of(
          ResourceAttributes.HOST_NAME, "node-1",
          ResourceAttributes.K8S_NODE_NAME, "node-1",
          ResourceAttributes.K8S_CLUSTER_NAME, "production");

  private static final Zone GPU =
      new Zone(
          "gpu-4bd4d8f5",
          Component.GPU,
          "0",
          Optional.empty(),
          "nvidia",
          Provenance.MEASURED,
          UsageKind.gpuTime("0000:3b:00.0"),
          new Zone.Make("nvidia", "NVIDIA H200"));

  final AtomicReference<Snapshot> snapshot;
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
    endpoint = new PrometheusEndpoint(infos(dialect));
    register(endpoint.meter(), dialect, () -> named(snapshot, names));
    server = Checks.server(Checks.good(), Views::shop, endpoint.scrapes(createdLines).page());
    server.start();
  }

  /** With a tick before, so that power is not the total by chance. */
  static NamedSnapshot named(AtomicReference<Snapshot> snapshot, WorkloadNames names) {
    Snapshot latest = Objects.requireNonNull(snapshot.get());
    Snapshot before = latest.tick() > 0 ? Snapshots.at(latest.tick() - 1) : Snapshots.empty();
    return NamedSnapshots.of(before, latest, names);
  }

  /** As the agent registers all that a dialect shows. */
  static void register(Meter meter, Dialect dialect, Supplier<NamedSnapshot> published) {
    DialectTable table = table(dialect);
    new SnapshotMeters(meter, table, published).register();
    new AgentMeters(meter, PrometheusFixture::status, () -> 7_000_000_000L, table.agentLabels())
        .register();
  }

  private static DialectTable table(Dialect dialect) {
    return switch (dialect) {
      case KEPLER -> KeplerDialect.of("node-1", () -> "bpf");
      case KEPLER_TEN -> KeplerTenDialect.of("node-1", () -> 4);
      case OTEL -> OtlpDialect.scraped(MACHINE, Optional.of(Snapshots.START));
    };
  }

  /** A status in which everything happened that the agent shows. */
  public static AgentStatus status() {
    return new AgentStatus(
        new Ticks(1, 1_500_000, OptionalLong.of(7_000_000_000L)),
        new Sources(
            Map.of(
                "rapl",
                SourceState.AVAILABLE,
                "redfish",
                SourceState.unavailable("connection refused")),
            List.of("rapl", "redfish"),
            "bpf",
            Map.of(),
            List.of(new Disagreement("package-0", "rapl", "perf", 50_000_000, 48_000_000))),
        new Losses(
            Map.of("redfish", 1L),
            Map.of("package-0", 1L),
            Map.of("package-0", 190_000_000_000L),
            3,
            20_000_000),
        Snapshots.at(1).zones(),
        List.of(
            new IdlePower(Snapshots.at(1).zones().getFirst(), 12_500_000, 500_000, Basis.SLOPE)),
        Optional.of(
            new EstimateState(
                "catalogue-2025-06/amd-epyc-9654",
                Evidence.CPU_MODEL,
                "published servers with AMD EPYC 9654: 13",
                Map.of("platform", new EstimateState.Bounds(80_000_000, 150_500_000)))),
        List.of(
            new GpuState(
                GPU, OptionalInt.of(59), OptionalLong.of(3L << 30), OptionalLong.of(141L << 30))),
        Machine.BARE_METAL,
        new Cost(
            new Cost.Own(
                OptionalLong.of(1_250_000),
                OptionalLong.of(2_000_000_000L),
                OptionalLong.of(1 << 26)),
            Optional.of(new Cost.Kubernetes(5, 60)),
            Optional.of(new MemoryState(20 << 20, 80 << 20, 2, 50)),
            new Cost.Pushes(0, 0, 0)));
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
