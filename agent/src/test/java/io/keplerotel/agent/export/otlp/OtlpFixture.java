// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.meter.AgentLabels;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.status.PushTally;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The OTLP side as the agent wires it. */
public final class OtlpFixture implements AutoCloseable {
  static final Attributes NODE =
      Attributes.of(
          ResourceAttributes.SERVICE_NAME, "kepler-agent",
          ResourceAttributes.HOST_NAME, "node-1",
          ResourceAttributes.K8S_NODE_NAME, "node-1",
          ResourceAttributes.SERVICE_INSTANCE_ID, "agent-1",
          ResourceAttributes.SERVICE_VERSION, "0.1.0");

  final AtomicReference<Snapshot> snapshot;
  final PushTally tally = new PushTally();
  public final OtlpPush push;

  public OtlpFixture(Snapshot first, Map<String, String> settings) {
    this(first, settings, WorkloadNames.unknown());
  }

  public OtlpFixture(Snapshot first, Map<String, String> settings, WorkloadNames names) {
    this(first, settings, names, Map.of());
  }

  /** By the process' variables, of which the real process has none. */
  public OtlpFixture(
      Snapshot first,
      Map<String, String> settings,
      WorkloadNames names,
      Map<String, String> environment) {
    snapshot = new AtomicReference<>(first);
    push = new OtlpPush(NODE, Attributes::empty, tally, environment, settings);
    push.start();
    new SnapshotMeters(
            push.meter(),
            OtlpDialect.pushed(Optional.of(Snapshots.START)),
            () -> NamedSnapshots.of(Objects.requireNonNull(snapshot.get()), names))
        .register();
    new AgentMeters(push.meter(), PrometheusFixture::status, () -> 7_000_000_000L, AgentLabels.OTEL)
        .register();
  }

  @Override
  public void close() {
    push.close();
  }
}
