// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.prometheus.InfoMetric;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.meter.AgentLabels;
import io.keplerotel.agent.meter.KeplerDialectMeters;
import io.keplerotel.agent.meter.KeplerTenDialectMeters;
import io.keplerotel.agent.meter.OtlpDialectMeters;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.workload.PodSource;
import io.opentelemetry.api.metrics.Meter;
import jakarta.inject.Inject;
import java.util.List;

/** What {@code /metrics} shows, in the dialect that was chosen. */
final class PrometheusMeters {
  private final Dialect dialect;
  private final NodeIdentity node;
  private final Sampler sampler;
  private final PodSource pods;
  private final AgentState state;
  private final HostFiles files;

  @Inject
  PrometheusMeters(
      Settings settings,
      NodeIdentity node,
      Sampler sampler,
      PodSource pods,
      AgentState state,
      HostFiles files) {
    this.dialect = settings.export().dialect();
    this.node = node;
    this.sampler = sampler;
    this.pods = pods;
    this.state = state;
    this.files = files;
  }

  void register(Meter meter) {
    var unused =
        switch (dialect) {
          case KEPLER ->
              new KeplerDialectMeters(
                      meter, sampler::latest, pods, node.name(), state::cpuTimeSource)
                  .register();
          case KEPLER_TEN ->
              new KeplerTenDialectMeters(meter, sampler, pods, node.name(), sampler::cpus)
                  .register();
          case OTEL ->
              OtlpDialectMeters.scraped(
                      meter, sampler::latest, pods, node.machine(), node.bootedAt())
                  .register();
        };
  }

  /** What the agent's own metrics call their attributes in this dialect. */
  AgentLabels labels() {
    return dialect == Dialect.OTEL ? AgentLabels.OTEL : AgentLabels.KEPLER;
  }

  /** Metrics that say what the machine and the agent are; the semantic conventions have none. */
  List<InfoMetric> infos() {
    return switch (dialect) {
      case KEPLER -> List.of(node.info(this::zones), BuildIdentity.info());
      case KEPLER_TEN ->
          List.of(ProcessorTable.read(files).info(node.name()), BuildIdentity.tenInfo(node.name()));
      case OTEL -> List.of();
    };
  }

  private List<Zone> zones() {
    return sampler.lastTick().zonesBySource().values().stream().flatMap(List::stream).toList();
  }
}
