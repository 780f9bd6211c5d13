// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.prometheus.InfoMetric;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.DialectTable;
import io.keplerotel.agent.meter.KeplerDialect;
import io.keplerotel.agent.meter.KeplerTenDialect;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.StatusReport;
import io.opentelemetry.api.metrics.Meter;
import jakarta.inject.Inject;
import java.util.List;

/** What {@code /metrics} shows, in the dialect that was chosen. */
final class PrometheusMeters {
  private final Dialect dialect;
  private final NodeIdentity node;
  private final Sampler sampler;
  private final StatusReport status;
  private final Clock clock;
  private final HostFiles files;
  private final DialectTable table;

  @Inject
  PrometheusMeters(
      Settings settings,
      NodeIdentity node,
      Sampler sampler,
      StatusReport status,
      Clock clock,
      HostFiles files) {
    this.dialect = settings.export().dialect();
    this.node = node;
    this.sampler = sampler;
    this.status = status;
    this.clock = clock;
    this.files = files;
    DialectTable whole =
        switch (dialect) {
          case KEPLER -> KeplerDialect.of(node.name(), () -> status.get().sources().cpuTime());
          case KEPLER_TEN -> KeplerTenDialect.of(node.name(), sampler::cpus);
          case OTEL -> OtlpDialect.scraped(node.machine(), node.bootedAt());
        };
    this.table = whole.only(settings.metricLevels());
  }

  void register(Meter meter) {
    new SnapshotMeters(meter, table, sampler::published).register();
    new AgentMeters(meter, status, clock::nanoTime, table.agentLabels()).register();
  }

  /** Metrics that say what the machine and the agent are; the semantic conventions have none. */
  List<InfoMetric> infos() {
    return switch (dialect) {
      case KEPLER -> List.of(node.info(this::zones), BuildIdentity.info());
      case KEPLER_TEN ->
          List.of(
              ProcessorInfo.of(ProcessorTable.read(files), node.name()),
              BuildIdentity.tenInfo(node.name()));
      case OTEL -> List.of();
    };
  }

  private List<Zone> zones() {
    return sampler.lastTick().zonesBySource().values().stream().flatMap(List::stream).toList();
  }
}
