// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.export.Exporter;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.sampling.Discovered;
import io.keplerotel.agent.web.WebServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts and stops everything, in order. */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Agent.class.getName());

  private final NodeIdentity node;
  private final Discovered found;
  private final Measurement measurement;
  private final Set<Exporter> exporters;
  private final WebServer web;

  @Inject
  Agent(
      NodeIdentity node,
      Discovered found,
      Measurement measurement,
      Set<Exporter> exporters,
      WebServer web) {
    this.node = node;
    this.found = found;
    this.measurement = measurement;
    this.exporters = exporters;
    this.web = web;
  }

  /**
   * Starts; what makes running pointless is thrown, with one clear line. A stop waits for its end.
   */
  public synchronized void start() {
    LOG.log(
        Level.INFO, "Kepler for OpenTelemetry {0} on {1}", BuildIdentity.version(), node.name());
    logSources();
    measurement.start();
    try {
      exporters.stream().filter(Exporter::isServed).forEach(Exporter::start);
      web.start();
      exporters.stream().filter(each -> !each.isServed()).forEach(Exporter::start);
    } catch (IllegalArgumentException | IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    String pages = web.serves("/metrics") ? "metrics: {0}/metrics, state: {0}/" : "state: {0}/";
    web.urls().forEach(url -> LOG.log(Level.INFO, pages, url));
  }

  /** Where its pages are, once it has started, such as {@code http://127.0.0.1:9103}. */
  public synchronized List<String> urls() {
    return web.urls();
  }

  /** Waits until it can do nothing more, which may never be; says why. */
  public String awaitHopeless() throws InterruptedException {
    return measurement.awaitHopeless();
  }

  @Override
  public synchronized void close() {
    measurement.stop();
    exporters.forEach(Exporter::close);
    web.close();
    measurement.close();
    LOG.log(Level.INFO, "stopped");
  }

  private void logSources() {
    LOG.log(Level.INFO, "CPU time: {0}", found.cpu().source().name());
    found
        .power()
        .found()
        .forEach(
            (name, shown) -> {
              if (!shown.zones().isEmpty()) {
                LOG.log(Level.INFO, "{0} shows {1}", name, ids(shown.zones()));
              } else if (shown.isPending()) {
                LOG.log(Level.INFO, shown.whyNot().orElse(name));
              }
            });
    if (!found.absent().isEmpty()) {
      LOG.log(
          Level.INFO,
          "not on this machine: {0}",
          found.absent().entrySet().stream()
              .map(each -> each.getKey() + " (" + each.getValue() + ")")
              .collect(Collectors.joining("; ")));
    }
    Set<String> power = found.powerSources();
    boolean measures = found.power().measures();
    found
        .refused()
        .forEach(
            (name, why) ->
                LOG.log(
                    measures && power.contains(name) ? Level.INFO : Level.WARNING,
                    "{0} is not available: {1}",
                    name,
                    why));
  }

  private static String ids(List<Zone> zones) {
    return zones.stream().map(Zone::id).collect(Collectors.joining(", "));
  }
}
