// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.keplerotel.agent.config.ListenAddress;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.web.access.WebAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
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

  private static final String ALL = "0.0.0.0";

  private final List<ListenAddress> addresses;
  private final WebAccess access;
  private final List<WebPage> pages;
  private @Nullable Running running;

  /**
   * A server that {@link #start} makes listen.
   *
   * @param addresses where it listens, at least one; port 0 for any that is free
   * @param access who may ask
   * @param pages all that it serves, each path once
   */
  public WebServer(List<ListenAddress> addresses, WebAccess access, List<WebPage> pages) {
    this.addresses = List.copyOf(addresses);
    this.access = access;
    this.pages = List.copyOf(pages);
  }

  /**
   * One that listens at one address, speaks plainly and is open to all.
   *
   * @param host address to listen on; {@code 0.0.0.0} for all
   * @param port 0 for any that is free
   */
  public WebServer(String host, int port, List<WebPage> pages) {
    this(List.of(new ListenAddress(host, port)), WebAccess.open(), pages);
  }

  /**
   * Listens.
   *
   * @throws IOException if it cannot; the message says why and what to do
   */
  public synchronized void start() throws IOException {
    LIMITS.forEach(System.getProperties()::putIfAbsent);
    Optional<SSLContext> tls;
    try {
      access.load();
      tls = access.tls();
    } catch (SettingsException e) {
      throw new IOException(e.getMessage(), e);
    }
    Running started = new Running(new ArrayList<>(), threads(), new Bodies());
    try {
      for (ListenAddress address : addresses) {
        started.servers.add(listen(address, tls));
      }
    } catch (IOException e) {
      started.close();
      throw e;
    }
    // Not before all of them listen: what is half a start answers nobody.
    started.servers.forEach(server -> start(server, started));
    running = started;
  }

  private void start(HttpServer server, Running started) {
    server.setExecutor(started.threads());
    pages.forEach(
        page -> server.createContext(page.path(), new Page(page, started.bodies(), access)));
    server.start();
  }

  /** The port of the first address it listens on. */
  public synchronized int port() {
    return running == null ? addresses.getFirst().port() : port(running.servers.getFirst());
  }

  /** How to reach it at each address, as {@code http://localhost:9103}. */
  public synchronized List<String> urls() {
    List<String> urls = new ArrayList<>();
    for (int i = 0; running != null && i < addresses.size(); i++) {
      HttpServer server = running.servers.get(i);
      String host = addresses.get(i).host();
      urls.add(
          (server instanceof HttpsServer ? "https://" : "http://")
              + new ListenAddress(host.equals(ALL) ? "localhost" : host, port(server)));
    }
    return urls;
  }

  /** Whether it has a page of this path. */
  public boolean serves(String path) {
    return pages.stream().anyMatch(page -> page.path().equals(path));
  }

  private static int port(HttpServer server) {
    return server.getAddress().getPort();
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  private static HttpServer listen(ListenAddress address, Optional<SSLContext> tls)
      throws IOException {
    try {
      InetSocketAddress socket =
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
      if (tls.isEmpty()) {
        return HttpServer.create(socket, BACKLOG);
      }
      HttpsServer server = HttpsServer.create(socket, BACKLOG);
      server.setHttpsConfigurator(new AsMade(tls.get()));
      return server;
    } catch (UnknownHostException e) {
      throw new IOException(
          "cannot listen on %s: there is no such host; set web.listen / KEPLER_WEB_LISTEN to an address of this machine"
              .formatted(address),
          e);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s: %s; stop the other process or set web.listen / KEPLER_WEB_LISTEN"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  private static ExecutorService threads() {
    return Runtime.version().feature() >= FREE_OF_PINNING
        ? Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 1).factory())
        : Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("web-", 1).factory());
  }

  /** Leaves each connection with the parameters that it was made with. */
  private static final class AsMade extends HttpsConfigurator {
    AsMade(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      // The context has set them already.
    }
  }

  private record Running(List<HttpServer> servers, ExecutorService threads, Bodies bodies) {
    void close() {
      servers.forEach(server -> server.stop(STOP_AT_ONCE_S));
      threads.shutdownNow();
      bodies.close();
    }
  }
}
