// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves metrics, health and a page for people. A client that is slow costs that client only. */
public final class WebServer implements AutoCloseable {
  /** Of the JDK's server, which would wait for ever; seconds, where nothing else is said. */
  private static final Map<String, String> LIMITS =
      Map.of(
          // From a request's first byte to its last; a connection without one is as old at most.
          "sun.net.httpserver.maxReqTime", "5",
          // From a request's last byte to the answer's; Prometheus itself gives up after 10.
          "sun.net.httpserver.maxRspTime", "15",
          "sun.net.httpserver.idleInterval", "75",
          "sun.net.httpserver.maxReqHeaderSize", "16384", // bytes
          "sun.net.httpserver.nodelay", "true",
          "jdk.httpserver.maxConnections", "512");

  /** Since then a virtual thread that waits for a client holds no other thread (JEP 491). */
  private static final int FREE_OF_PINNING = 24;

  private static final int BACKLOG = 512;
  private static final int STOP_AT_ONCE_S = 0;

  private final String host;
  private final int port;
  private final List<WebPage> pages;
  private @Nullable Running running;

  /**
   * A server that {@link #start} makes listen.
   *
   * @param host address to listen on; {@code 0.0.0.0} for all
   * @param port 0 for any that is free
   * @param pages all that it serves, each path once
   */
  public WebServer(String host, int port, List<WebPage> pages) {
    this.host = host;
    this.port = port;
    this.pages = List.copyOf(pages);
  }

  /**
   * Listens.
   *
   * @throws IOException if it cannot; the message says why and what to do
   */
  public synchronized void start() throws IOException {
    LIMITS.forEach(System.getProperties()::putIfAbsent);
    HttpServer server = listen();
    Running started = new Running(server, threads(), new Bodies());
    server.setExecutor(started.threads());
    pages.forEach(started::page);
    server.start();
    running = started;
  }

  /** The port it listens on. */
  public synchronized int port() {
    return running == null ? port : running.server.getAddress().getPort();
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  private HttpServer listen() throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
    } catch (UnknownHostException e) {
      throw new IOException(
          "cannot listen on %s:%d: there is no such host; set web.listen / KEPLER_WEB_LISTEN to an address of this machine"
              .formatted(host, port),
          e);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s:%d: %s; stop the other process or set web.listen / KEPLER_WEB_LISTEN"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  private static ExecutorService threads() {
    return Runtime.version().feature() >= FREE_OF_PINNING
        ? Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 1).factory())
        : Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("web-", 1).factory());
  }

  private record Running(HttpServer server, ExecutorService threads, Bodies bodies) {
    void page(WebPage page) {
      server.createContext(page.path(), new Page(page, bodies));
    }

    void close() {
      server.stop(STOP_AT_ONCE_S);
      threads.shutdownNow();
      bodies.close();
    }
  }
}
