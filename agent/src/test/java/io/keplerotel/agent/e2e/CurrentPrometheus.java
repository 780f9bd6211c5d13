// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.keplerotel.agent.testing.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Prometheus 3, built from its module. */
final class CurrentPrometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ServerProcess process;
  private final int port;

  private CurrentPrometheus(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * One series in the answer to a query.
   *
   * @param value as JSON has it: the exact text of the number
   */
  record Sample(Map<String, String> labels, String value) {
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  /** Starts it with a configuration and waits until it is ready. */
  static CurrentPrometheus start(Path config, Path data, String... flags) {
    int port = AgentProcess.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                E2eTools.path("prometheus"),
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                "--web.listen-address=127.0.0.1:" + port));
    command.addAll(List.of(flags));
    CurrentPrometheus prometheus =
        new CurrentPrometheus(ServerProcess.start(Path.of(data + ".log"), command), port);
    Pause.until(
        PATIENCE, () -> "Prometheus is ready:\n" + prometheus.process.log(), prometheus::isReady);
    return prometheus;
  }

  /** Where it is, such as {@code http://127.0.0.1:9090}. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The answer to a query at a time. */
  List<Sample> query(String query, Instant time) {
    JsonNode answer =
        TestNode.parse(
            get("/api/v1/query?time=%d.%03d&query=%s"
                    .formatted(
                        time.getEpochSecond(),
                        time.getNano() / 1_000_000,
                        URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalStateException(query + ": " + answer);
    }
    List<Sample> samples = new ArrayList<>();
    answer
        .path("data")
        .path("result")
        .forEach(
            result -> {
              Map<String, String> labels = new HashMap<>();
              result
                  .path("metric")
                  .properties()
                  .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
              samples.add(new Sample(labels, result.path("value").path(1).asText()));
            });
    return samples;
  }

  @Override
  public void close() {
    process.kill();
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException ignored) {
      // It does not listen yet.
      return false;
    }
  }

  private HttpResponse<String> get(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
