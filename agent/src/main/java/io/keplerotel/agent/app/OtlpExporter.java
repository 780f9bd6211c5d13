// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.Exporter;
import io.keplerotel.agent.export.otlp.OtlpPush;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.DialectTable;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.StatusReport;
import io.opentelemetry.api.metrics.Meter;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Pushes to a Collector. */
final class OtlpExporter implements Exporter {
  private static final Logger LOG = System.getLogger(OtlpExporter.class.getName());

  private final Settings settings;
  private final OtlpPush push;
  private final NodeIdentity node;
  private final Sampler sampler;
  private final StatusReport status;
  private final Clock clock;

  @Inject
  OtlpExporter(
      Settings settings,
      OtlpPush push,
      NodeIdentity node,
      Sampler sampler,
      StatusReport status,
      Clock clock) {
    this.settings = settings;
    this.push = push;
    this.node = node;
    this.sampler = sampler;
    this.status = status;
    this.clock = clock;
  }

  @Override
  public void start() {
    push.start();
    Meter meter = push.meter();
    DialectTable table = OtlpDialect.pushed(node.bootedAt()).only(settings.metricLevels());
    new SnapshotMeters(meter, table, sampler::published).register();
    new AgentMeters(meter, status, clock::nanoTime, table.agentLabels()).register();
    push.target().ifPresent(target -> LOG.log(Level.INFO, "OTLP: pushing to {0}", target));
  }

  @Override
  public void close() {
    push.close();
  }
}
