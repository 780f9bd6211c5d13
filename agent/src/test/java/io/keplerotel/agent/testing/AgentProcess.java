// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The agent as its users start it: a process of its own, flags and all. */
public final class AgentProcess implements AutoCloseable {
  /** Variable of the environment that sets another class path than the tests' own. */
  public static final String CLASS_PATH = "CLASSPATH";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private AgentProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** One that has ended already, to begin with. */
  public static AgentProcess none() {
    try {
      return new AgentProcess(new ProcessBuilder("true").start(), Path.of("/dev/null"), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it on a free port and waits until it is ready. */
  public static AgentProcess start(String... flags) {
    AgentProcess agent = launch(List.of(), Map.of(), flags);
    agent.awaitReady();
    return agent;
  }

  /**
   * Starts it on a free port and does not wait.
   *
   * @param wrapper a command to start it through, such as {@code unshare -m}
   */
  public static AgentProcess launch(
      List<String> wrapper, Map<String, String> environment, String... flags) {
    return launch(freePort(), wrapper, environment, flags);
  }

  /** Starts it on this port and does not wait. */
  public static AgentProcess launchOn(int port, String... flags) {
    return launch(port, List.of(), Map.of(), flags);
  }

  /** Starts it with this value of {@code web.listen} and does not wait. */
  public static AgentProcess launchAt(String listen) {
    return launch(0, listen, List.of(), Map.of());
  }

  private static AgentProcess launch(
      int port, List<String> wrapper, Map<String, String> environment, String... flags) {
    return launch(port, "127.0.0.1:" + port, wrapper, environment, flags);
  }

  private static AgentProcess launch(
      int port,
      String listen,
      List<String> wrapper,
      Map<String, String> environment,
      String... flags) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            environment.getOrDefault(CLASS_PATH, System.getProperty("java.class.path")),
            "io.keplerotel.agent.cli.AgentMain",
            "--web.listen=" + listen));
    command.addAll(List.of(flags));
    try {
      Path log = Files.createTempFile("kepler-agent", ".log");
      log.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
      builder.environment().putAll(environment);
      return new AgentProcess(builder.redirectOutput(log.toFile()).start(), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** CPU time that it has used; empty once it has ended. */
  public OptionalDouble cpuSeconds() {
    return process.info().totalCpuDuration().stream()
        .mapToDouble(time -> time.toNanos() / 1e9)
        .findFirst();
  }

  /** What it has printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a page and returns its body. */
  public String page(String path) {
    return response(path).body();
  }

  /** Asks for a page and returns its status. */
  public int status(String path) {
    return response(path).statusCode();
  }

  /** The metrics page. */
  public Scrape scrape() {
    return Scrape.parse(page("/metrics"));
  }

  public void awaitReady() {
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < endNs && process.isAlive()) {
      try {
        if (status("/readyz") == 200) {
          return;
        }
      } catch (UncheckedIOException ignored) {
        // It does not listen yet.
      }
      sleep();
    }
    throw new IllegalStateException("the agent is not ready; it printed:\n" + log());
  }

  /** Waits until all is in the log that is said at the start; a thread of its own writes it. */
  public void awaitStartLog() {
    awaitLog("metrics: http");
  }

  /** Waits until the log has this text. */
  public void awaitLog(String text) {
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (!log().contains(text)) {
      if (System.nanoTime() > endNs) {
        throw new IllegalStateException("the log lacks «" + text + "»:\n" + log());
      }
      sleep();
    }
  }

  /** Sends SIGTERM and returns the exit status. */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** Waits for its end and returns the exit status. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the agent does not end; it printed:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private HttpResponse<String> response(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
