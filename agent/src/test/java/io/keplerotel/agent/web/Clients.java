// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Connections to a server on this machine that do not do as they should. */
final class Clients implements AutoCloseable {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int PATIENCE_MS = 20_000;

  private final List<Socket> sockets = new ArrayList<>();

  /** So many that send this and no more. */
  static Clients of(int count, int port, byte[] text) throws IOException {
    Clients clients = new Clients();
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(text);
      clients.sockets.add(socket);
    }
    return clients;
  }

  static Clients of(int count, int port, String text) throws IOException {
    return of(count, port, text.getBytes(US_ASCII));
  }

  static void assertHealthAnswersAtOnce(int port) throws Exception {
    for (String path : List.of("/healthz", "/readyz")) {
      long beginNs = System.nanoTime();
      assertThat(Http.get(port, path).statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).as(path).isLessThan(AT_ONCE);
    }
  }

  int count() {
    return sockets.size();
  }

  /** Waits until the server has ended all of them. */
  void awaitEnd() {
    for (Socket socket : sockets) {
      try {
        while (socket.getInputStream().read() >= 0) {
          // An answer, perhaps.
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("still open", e);
      } catch (IOException ignored) {
        // Reset: that is an end too.
      }
    }
  }

  /** Sends a little of this each tenth of a second, until the server has ended the first. */
  void dripUntilCut(String drop) {
    int cutAfter =
        IntStream.range(0, PATIENCE_MS / 100).filter(i -> !drips(drop)).findFirst().orElse(-1);
    assertThat(cutAfter).as("drops, of 200, after which it was cut").isNotNegative();
  }

  private boolean drips(String drop) {
    try {
      sockets.getFirst().getOutputStream().write(drop.getBytes(US_ASCII));
      Thread.sleep(100);
      return true;
    } catch (IOException ignored) {
      // Cut.
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
