// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real Collector with configurations of otel-collector/ as they ship; where it listens is said
 * by variables of theirs.
 */
final class CollectorProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final int grpcPort = AgentProcess.freePort();
  private final int httpPort = AgentProcess.freePort();
  private final int healthPort = AgentProcess.freePort();
  private final int metricsPort = AgentProcess.freePort();
  private final int telemetryPort = AgentProcess.freePort();
  private final Path log;
  private final Map<String, String> environment;
  private final List<String> command;
  private ServerProcess process;

  private CollectorProcess(Path folder, Map<String, String> environment, List<String> configs) {
    this.log = folder.resolve("otelcol.log");
    this.environment = new HashMap<>(environment);
    this.environment.put("GRPC_ENDPOINT", "127.0.0.1:" + grpcPort);
    this.environment.put("HTTP_ENDPOINT", "127.0.0.1:" + httpPort);
    this.environment.put("HEALTH_ENDPOINT", "127.0.0.1:" + healthPort);
    this.environment.put("PROMETHEUS_ENDPOINT", "127.0.0.1:" + metricsPort);
    this.environment.put("TELEMETRY_HOST", "127.0.0.1");
    this.environment.put("TELEMETRY_PORT", Integer.toString(telemetryPort));
    this.command = command("", configs);
    this.process = ServerProcess.start(log, this.environment, command);
  }

  /**
   * Starts it and waits until it is healthy.
   *
   * @param configs files of otel-collector/, or {@code yaml:…}, each merged over those before it
   */
  static CollectorProcess start(Path folder, Map<String, String> environment, String... configs) {
    CollectorProcess collector = new CollectorProcess(folder, environment, List.of(configs));
    collector.awaitHealthy();
    return collector;
  }

  /** What {@code otelcol-kepler validate} says about configurations. */
  static Command.Result validate(Map<String, String> environment, String... configs) {
    return Command.run(Chart.ROOT, environment, command("validate", List.of(configs)));
  }

  /** Where it takes OTLP, by the protocol's name in {@code OTEL_EXPORTER_OTLP_PROTOCOL}. */
  String endpoint(String scheme, String protocol) {
    return scheme + "://127.0.0.1:" + (protocol.equals("grpc") ? grpcPort : httpPort);
  }

  /** Port of its Prometheus exporter. */
  int metricsPort() {
    return metricsPort;
  }

  /** What its Prometheus exporter shows; empty where it cannot be reached. */
  Scrape metrics() {
    return Scrape.parse(page(metricsPort, "/metrics").orElse(""));
  }

  /** What it says about itself. */
  Scrape telemetry() {
    return Scrape.parse(page(telemetryPort, "/metrics").orElse(""));
  }

  /** Bytes that it has read, from sockets above all. */
  long readBytes() {
    return process.readBytes();
  }

  /** Ends it at once (SIGKILL). */
  void kill() {
    process.kill();
  }

  /** Starts it again on the same ports and waits until it is healthy. */
  void restart() {
    process.kill();
    process = ServerProcess.start(log, environment, command);
    awaitHealthy();
  }

  String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.kill();
  }

  private static List<String> command(String subcommand, List<String> configs) {
    List<String> words = new ArrayList<>(List.of(E2eTools.path("otelcol-kepler")));
    if (!subcommand.isEmpty()) {
      words.add(subcommand);
    }
    for (String config : configs) {
      boolean literal = config.startsWith("yaml:");
      words.add("--config=" + (literal ? config : Chart.ROOT.resolve("otel-collector/" + config)));
    }
    return words;
  }

  private void awaitHealthy() {
    Pause.until(
        PATIENCE,
        () -> "the Collector is healthy:\n" + log(),
        () -> page(healthPort, "/").isPresent());
  }

  private static Optional<String> page(int port, String path) {
    try {
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException ignored) {
      // It does not listen.
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
