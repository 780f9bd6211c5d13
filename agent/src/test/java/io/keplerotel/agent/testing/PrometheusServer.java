// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Prometheus, scraping one target every second. */
public final class PrometheusServer implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/prometheus");
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"\\]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, or skips the test.
   *
   * @param flags such as {@code --enable-feature=native-histograms}
   */
  public static PrometheusServer scraping(int targetPort, Path directory, String... flags) {
    return scraping(targetPort, "", directory, flags);
  }

  /**
   * The same, with more lines about how it asks.
   *
   * @param how YAML of a scrape configuration, such as {@code scheme: https}
   */
  public static PrometheusServer scraping(
      int targetPort, String how, Path directory, String... flags) {
    Requirement.PROMETHEUS.unless(
        Files.isExecutable(BINARY), BINARY + " is not installed (apt-get install prometheus)");
    int port = AgentProcess.freePort();
    try {
      Path config = directory.resolve("prometheus.yml");
      Files.writeString(
          config,
          """
          scrape_configs:
            - job_name: kepler
              scrape_interval: 1s
              static_configs:
                - targets: ["127.0.0.1:%d"]
          %s"""
              .formatted(targetPort, how.indent(4)));
      List<String> command =
          new ArrayList<>(
              List.of(
                  BINARY.toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + directory.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port));
      command.addAll(List.of(flags));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("prometheus.log").toFile())
              .start();
      return new PrometheusServer(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The value of a query that answers with one sample; empty where it has none. */
  public Optional<Double> value(String query) {
    Matcher matcher = VALUE.matcher(ask(query));
    return matcher.find() ? Optional.of(Double.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** Waits until a query has an answer, and returns it. */
  public double await(String query) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      try {
        Optional<Double> value = value(query);
        if (value.isPresent()) {
          return value.get();
        }
      } catch (UncheckedIOException ignored) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("Prometheus has no answer to " + query);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private String ask(String query) {
    try {
      String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
