// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Stands before the API server, with a certificate of the same authority, and forwards every byte;
 * or it answers itself, late, or not at all. A change of the rule cuts the connections there are;
 * under every rule but {@link Rule.Forward} a connection carries one request, since a second one's
 * head would not be seen.
 */
final class ApiProxy implements AutoCloseable {
  private final SSLContext trust;
  private final URI upstream;
  private final SSLServerSocket server;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private volatile Rule rule = new Rule.Forward();
  private volatile boolean frozen;

  /** What becomes of a request. */
  sealed interface Rule {
    /** The API server answers. */
    record Forward() implements Rule {}

    /** The API server answers, but late. */
    record Late(Duration delay) implements Rule {}

    /**
     * The proxy answers requests whose head has this text, the API server the others.
     *
     * @param header one more header line, or nothing
     */
    record Refuse(int status, String header, String part) implements Rule {}
  }

  ApiProxy(ControlPlane plane) {
    this.trust = plane.authority().trust();
    this.upstream = URI.create(plane.url());
    try {
      this.server =
          (SSLServerSocket)
              plane
                  .authority()
                  .serverContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on. */
  void set(Rule next) {
    rule = next;
    pairs.forEach(Pair::close);
    pairs.clear();
  }

  /** Forwards nothing more over the connections there are, and closes none; new ones work. */
  void silence() {
    pairs.forEach(pair -> pair.silent = true);
  }

  /** As {@link #silence}, and new ones are silent too. */
  void freeze() {
    frozen = true;
    silence();
  }

  /** Ends {@link #freeze} for new connections. */
  void thaw() {
    frozen = false;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(new Rule.Forward());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException ignored) {
        // Closed: the loop ends.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] head = head(client.getInputStream());
      // Not before: a connection may have been opened long before it is used.
      Rule now = rule;
      String text = new String(head, StandardCharsets.US_ASCII);
      if (now instanceof Rule.Refuse refuse && text.contains(refuse.part())) {
        refuse(client.getOutputStream(), refuse);
        return;
      }
      if (now instanceof Rule.Late late) {
        Pause.of(late.delay());
      }
      forward(client, now instanceof Rule.Forward ? head : alone(text), now);
    } catch (IOException ignored) {
      // The client has left, or the rule has changed.
      pairs.removeIf(pair -> pair.client.isClosed());
    }
  }

  /** The same request, after which the server ends the connection, unless it becomes a watch's. */
  private static byte[] alone(String head) {
    boolean upgrade = head.lines().anyMatch(line -> line.matches("(?i)upgrade:.*"));
    String changed = upgrade ? head : head.replaceFirst("\r\n", "\r\nConnection: close\r\n");
    return changed.getBytes(StandardCharsets.US_ASCII);
  }

  private void forward(Socket client, byte[] head, Rule now) throws IOException {
    try (Socket api =
        trust.getSocketFactory().createSocket(upstream.getHost(), upstream.getPort())) {
      Pair pair = new Pair(client, api);
      pairs.add(pair);
      if (frozen) {
        pair.silent = true;
      }
      if (!rule.equals(now)) {
        // It changed before the pair was there to be closed.
        pair.close();
        return;
      }
      Thread back = Thread.ofVirtual().start(() -> pair.pump(api, client));
      pair.awaitVoice();
      api.getOutputStream().write(head);
      pair.pump(client, api);
      back.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refuse(OutputStream out, Rule.Refuse refuse) throws IOException {
    String body =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d}"
            .formatted(refuse.status());
    String head =
        "HTTP/1.1 %d No\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
            .formatted(refuse.status(), body.length(), refuse.header());
    out.write((head + body).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client has left");
      }
      head.write(next);
    }
    return head.toByteArray();
  }

  /** The two halves of a forwarded connection. */
  private static final class Pair {
    private final Socket client;
    private final Socket api;
    private volatile boolean silent;

    Pair(Socket client, Socket api) {
      this.client = client;
      this.api = api;
    }

    void pump(Socket from, Socket to) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          awaitVoice();
          to.getOutputStream().write(buffer, 0, read);
        }
        awaitVoice();
      } catch (IOException ignored) {
        // One side has left; so the other is to leave.
        awaitVoice();
      }
      close();
    }

    /** A silent connection does not even end. */
    private void awaitVoice() {
      while (silent) {
        Pause.of(Duration.ofMillis(100));
      }
    }

    void close() {
      silent = false;
      try {
        client.close();
        api.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
