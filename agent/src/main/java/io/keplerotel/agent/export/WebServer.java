// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.keplerotel.agent.live.LiveJson;
import io.keplerotel.agent.live.LiveView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves metrics, health and a page for people. */
public final class WebServer implements AutoCloseable {
  /** The JDK's server waits for ever otherwise, and a few slow clients would hold all threads. */
  private static final Map<String, String> PATIENCE_S =
      Map.of("sun.net.httpserver.maxReqTime", "60", "sun.net.httpserver.maxRspTime", "60");

  private static final int THREADS = 4;
  private static final int DEFAULT_BACKLOG = 0;
  private static final int STOP_AT_ONCE_S = 0;

  private final String host;
  private final int port;
  private final HttpHandler metrics;
  private final Health.Checks checks;
  private final Supplier<LiveView> live;
  private @Nullable Running running;

  /**
   * Assigns; {@link #start} listens.
   *
   * @param host address to listen on; {@code 0.0.0.0} for all
   * @param port 0 for any that is free
   * @param metrics answers {@code /metrics}
   * @param checks what the pages about health say
   * @param live who uses power now
   */
  public WebServer(
      String host, int port, HttpHandler metrics, Health.Checks checks, Supplier<LiveView> live) {
    this.host = host;
    this.port = port;
    this.metrics = metrics;
    this.checks = checks;
    this.live = live;
  }

  /**
   * Listens.
   *
   * @throws IOException if it cannot; the message says why and what to do
   */
  public synchronized void start() throws IOException {
    PATIENCE_S.forEach(System.getProperties()::putIfAbsent);
    HttpServer server = listen();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, daemons());
    server.setExecutor(threads);
    server.createContext("/metrics", Page.of("/metrics", metrics));
    page(server, "/healthz", () -> health(checks.alive().get()));
    page(server, "/readyz", () -> health(checks.ready().get()));
    page(server, "/live.json", () -> Page.Answer.json(LiveJson.write(live.get())));
    StartPage start = new StartPage(checks, live);
    server.createContext("/", Page.ofQuery("/", start::answer));
    server.start();
    running = new Running(server, threads);
  }

  /** The port it listens on. */
  public synchronized int port() {
    return running == null ? port : running.server.getAddress().getPort();
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.server.stop(STOP_AT_ONCE_S);
      running.threads.shutdownNow();
      running = null;
    }
  }

  private HttpServer listen() throws IOException {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      return HttpServer.create(address, DEFAULT_BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s:%d: %s; stop the other process or set web.listen / KEPLER_WEB_LISTEN"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  private static void page(HttpServer server, String path, Supplier<Page.Answer> content) {
    server.createContext(path, Page.of(path, content));
  }

  private static Page.Answer health(Health health) {
    return Page.Answer.text(health.good() ? 200 : 503, String.join("\n", health.lines()));
  }

  private static ThreadFactory daemons() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "web-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private record Running(HttpServer server, ExecutorService threads) {}
}
