// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real HTTP server on this machine whose answers a test gives, for meters on the network. */
public final class FakeServer implements AutoCloseable {
  private static final char[] PASSWORD = "secret".toCharArray();

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private FakeServer(HttpServer server, Answers answers) {
    this.server = server;
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  /** What the server says. */
  @FunctionalInterface
  public interface Answers {
    Answer to(HttpExchange exchange) throws IOException;
  }

  /** One answer. */
  public record Answer(int status, String body) {}

  public static FakeServer plain(Answers answers) {
    try {
      return new FakeServer(HttpServer.create(address(), 0), answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that shows the certificate of this name. */
  public static FakeServer tls(TestAuthority authority, String name, Answers answers) {
    try (InputStream in = Files.newInputStream(authority.file(name + ".p12"))) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(in, PASSWORD);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      HttpsServer server = HttpsServer.create(address(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new FakeServer(server, answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public URI url(String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Methods and paths so far, in their order. */
  public List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, Answers answers) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    Answer answer = answers.to(exchange);
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
