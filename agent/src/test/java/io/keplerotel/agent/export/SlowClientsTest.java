// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.WorkloadNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow clients and many clients cost those clients only: health answers within a second. */
class SlowClientsTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final byte[] CLIENT_HELLO = {
    0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03, 0x5a, 0x13, 0x7f
  };

  private final List<Socket> sockets = new ArrayList<>();
  private final PrometheusFixture prometheus;

  SlowClientsTest() throws Exception {
    prometheus =
        new PrometheusFixture(Snapshots.crowd(2_000), Dialect.KEPLER, WorkloadNames.unknown());
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    prometheus.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 200})
  void halfOpenConnections(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      connect(i % 2 == 0 ? "" : "GET /metrics HTTP/1.1\r\nHost: agent\r\n");
    }
    assertHealthAnswers();
    assertThat(Http.get(prometheus.port(), "/metrics").statusCode()).isEqualTo(200);
    awaitEnd(sockets.getFirst());
    awaitEnd(sockets.get(1));
  }

  @Test
  void headersThatDrip() throws Exception {
    for (int i = 0; i < 20; i++) {
      connect("GET /metrics HTTP/1.1\r\n");
    }
    Socket dripping = sockets.getFirst();
    long beginNs = System.nanoTime();
    assertHealthAnswers();
    dripUntilCut(dripping, "a");
    assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void bodyThatDrips() throws Exception {
    for (int i = 0; i < 20; i++) {
      connect("GET /live.json HTTP/1.1\r\nHost: agent\r\nContent-Length: 60000\r\n\r\n");
    }
    assertHealthAnswers();
    dripUntilCut(sockets.getFirst(), "{");
  }

  @Test
  void bytesOfTlsOnThePlainPort() throws Exception {
    for (int i = 0; i < 20; i++) {
      connect("").getOutputStream().write(CLIENT_HELLO);
    }
    assertHealthAnswers();
    awaitEnd(sockets.getFirst());
  }

  @Test
  void clientsThatReadNothing() throws Exception {
    for (int i = 0; i < 20; i++) {
      connect("GET /metrics HTTP/1.1\r\nHost: agent\r\nAccept: text/plain\r\n\r\n".repeat(4));
    }
    assertHealthAnswers();
    assertThat(Http.get(prometheus.port(), "/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void manyScrapesAtOnceAreAllServed() throws Exception {
    List<HttpResponse<String>> answers = atOnce("/metrics", "/metrics");
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200))
        .allSatisfy(answer -> assertThat(answer.body()).isEqualTo(answers.getFirst().body()));
  }

  @Test
  void scrapesInExcessAreToldWhenToComeBack() throws Exception {
    List<HttpResponse<String>> answers = atOnce("/metrics?name%5B%5D=kepler_", "");
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 503))
        .anySatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(503))
        .filteredOn(answer -> answer.statusCode() == 503)
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).contains("1"));
  }

  /** A hundred clients ask, each for something else where the paths end with its number. */
  private List<HttpResponse<String>> atOnce(String path, String same) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<CompletableFuture<HttpResponse<String>>> asked =
          IntStream.range(0, 100)
              .mapToObj(i -> path.equals(same) ? path : path + i)
              .map(text -> URI.create("http://127.0.0.1:" + prometheus.port() + text))
              .map(uri -> HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build())
              .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
              .toList();
      assertHealthAnswers();
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (CompletableFuture<HttpResponse<String>> one : asked) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private void assertHealthAnswers() throws Exception {
    for (String path : List.of("/healthz", "/readyz")) {
      long beginNs = System.nanoTime();
      assertThat(Http.get(prometheus.port(), path).statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).isLessThan(AT_ONCE);
    }
  }

  private Socket connect(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), prometheus.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    sockets.add(socket);
    return socket;
  }

  /** Reads until the server ends the connection, which it must. */
  private static void awaitEnd(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // An answer, perhaps.
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (IOException ignored) {
      // Reset: that is an end too.
    }
  }

  private static void dripUntilCut(Socket socket, String drop) throws InterruptedException {
    try {
      for (int i = 0; i < 200; i++) {
        socket.getOutputStream().write(drop.getBytes(US_ASCII));
        Thread.sleep(100);
      }
      throw new AssertionError("drips for 20 s, and may go on");
    } catch (IOException ignored) {
      // Cut.
    }
  }
}
