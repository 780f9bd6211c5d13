// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.otlp.OtlpPush;
import io.keplerotel.agent.export.prometheus.PrometheusEndpoint;
import io.keplerotel.agent.meter.AgentLabels;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.sampling.Discovered;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.web.WebServer;
import io.opentelemetry.api.metrics.Meter;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Starts and stops everything, in order. */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Agent.class.getName());

  private final Settings settings;
  private final NodeIdentity node;
  private final Discovered found;
  private final Sampler sampler;
  private final AgentState state;
  private final WebServer web;
  private final PrometheusEndpoint prometheus;
  private final PrometheusMeters meters;
  private final Provider<OtlpPush> otlpProvider;
  private final Measurement measurement;
  private Optional<OtlpPush> otlp = Optional.empty();

  @Inject
  Agent(
      Settings settings,
      NodeIdentity node,
      Discovered found,
      Sampler sampler,
      Measurement measurement,
      AgentState state,
      WebServer web,
      PrometheusEndpoint prometheus,
      PrometheusMeters meters,
      Provider<OtlpPush> otlpProvider) {
    this.settings = settings;
    this.node = node;
    this.found = found;
    this.sampler = sampler;
    this.state = state;
    this.web = web;
    this.prometheus = prometheus;
    this.meters = meters;
    this.otlpProvider = otlpProvider;
    this.measurement = measurement;
  }

  /**
   * Starts; what makes running pointless is thrown, with one clear line. A stop waits for its end.
   */
  public synchronized void start() {
    LOG.log(
        Level.INFO, "Kepler for OpenTelemetry {0} on {1}", BuildIdentity.version(), node.name());
    logSources();
    measurement.start();
    if (settings.export().prometheus()) {
      meters.register(prometheus.meter());
    }
    listen();
    if (settings.export().otlp()) {
      push();
    }
  }

  @Override
  public synchronized void close() {
    measurement.stop();
    otlp.ifPresent(OtlpPush::close);
    web.close();
    prometheus.close();
    measurement.close();
    LOG.log(Level.INFO, "stopped");
  }

  private void listen() {
    try {
      web.start();
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    web.urls().forEach(url -> LOG.log(Level.INFO, "metrics: {0}/metrics, state: {0}/", url));
  }

  private void push() {
    OtlpPush push = otlpProvider.get();
    try {
      push.start();
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    otlp = Optional.of(push);
    Meter meter = push.meter();
    new SnapshotMeters(meter, OtlpDialect.pushed(node.bootedAt()), sampler::published).register();
    new AgentMeters(meter, state, AgentLabels.OTEL).register();
    push.target().ifPresent(target -> LOG.log(Level.INFO, "OTLP: pushing to {0}", target));
  }

  private void logSources() {
    LOG.log(Level.INFO, "CPU time: {0}", found.cpu().source().name());
    found
        .refused()
        .forEach((name, why) -> LOG.log(Level.WARNING, "{0} is not available: {1}", name, why));
  }
}
