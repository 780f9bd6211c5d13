// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.export.Exporter;
import io.keplerotel.agent.export.otlp.OtlpPush;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.DialectTable;
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

  private final OtlpPush push;
  private final DialectTable dialect;
  private final Sampler sampler;
  private final StatusReport status;
  private final Clock clock;

  @Inject
  OtlpExporter(
      OtlpPush push, DialectTable dialect, Sampler sampler, StatusReport status, Clock clock) {
    this.push = push;
    this.dialect = dialect;
    this.sampler = sampler;
    this.status = status;
    this.clock = clock;
  }

  @Override
  public void start() {
    push.start();
    Meter meter = push.meter();
    new SnapshotMeters(meter, dialect, sampler::published).register();
    new AgentMeters(meter, status, clock::nanoTime, dialect.agentLabels()).register();
    push.target().ifPresent(target -> LOG.log(Level.INFO, "OTLP: pushing to {0}", target));
  }

  @Override
  public void close() {
    push.close();
  }
}
