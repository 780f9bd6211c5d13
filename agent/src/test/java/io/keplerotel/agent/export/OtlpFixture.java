// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.AgentState;
import io.keplerotel.agent.meter.OtlpDialectMeters;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The OTLP side as the agent wires it. */
final class OtlpFixture implements AutoCloseable {
  static final Attributes NODE =
      Attributes.of(
          ResourceAttributes.SERVICE_NAME, "kepler-agent",
          ResourceAttributes.HOST_NAME, "node-1",
          ResourceAttributes.K8S_NODE_NAME, "node-1");

  final AtomicReference<Snapshot> snapshot;
  final AgentState state = PrometheusFixture.state();
  final OtlpPush push;

  OtlpFixture(Snapshot first, Map<String, String> settings) {
    this(first, settings, WorkloadNames.unknown());
  }

  OtlpFixture(Snapshot first, Map<String, String> settings, WorkloadNames names) {
    snapshot = new AtomicReference<>(first);
    push = new OtlpPush(NODE, Attributes::empty, state, settings);
    push.start();
    OtlpDialectMeters.pushed(push.meter(), snapshot::get, names).register();
    new AgentMeters(push.meter(), state).register();
  }

  @Override
  public void close() {
    push.close();
  }
}
