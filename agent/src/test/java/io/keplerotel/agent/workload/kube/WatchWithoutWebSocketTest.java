// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.keplerotel.agent.config.PodLabels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a server that answers a watch by HTTP alone, as some proxies make it do. */
class WatchWithoutWebSocketTest {
  private static final int REQUEST_TIMEOUT_MS = 500;
  private static final int QUIET_MS = 4 * REQUEST_TIMEOUT_MS;

  private final ApiCalls calls = new ApiCalls();
  private final PodDirectory directory = new PodDirectory(PodLabels.NONE);
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private ApiServerFeed feed;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    feed =
        new ApiServerFeed(
            Connection.open(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://localhost:" + server.getAddress().getPort())
                    .withRequestTimeout(REQUEST_TIMEOUT_MS)
                    .withRequestRetryBackoffLimit(0)
                    .build(),
                calls),
            "node",
            directory,
            uid -> {});
  }

  @AfterEach
  void stop() {
    over.countDown();
    feed.close();
    server.stop(0);
  }

  @Test
  void aWatchThatIsQuietForLongGoesOn() throws Exception {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (directory.present() == 0 && System.nanoTime() < endNs) {
      Thread.sleep(20);
    }
    assertThat(directory.present()).isEqualTo(1);
    assertThat(calls.count()).as("a list, and a watch in two ways").isEqualTo(3);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (exchange) {
      if (!String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
        say(
            exchange,
            "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}");
        return;
      }
      exchange.getResponseBody().flush();
      var unused = over.await(QUIET_MS, TimeUnit.MILLISECONDS);
      say(
          exchange,
          "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":"
              + "{\"name\":\"a\",\"namespace\":\"b\",\"uid\":\"u\",\"resourceVersion\":\"2\"}}}\n");
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(HttpExchange exchange, String json) throws IOException {
    exchange.getResponseBody().write(json.getBytes(UTF_8));
    exchange.getResponseBody().flush();
  }
}
