// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.keplerotel.agent.config.PodLabels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a server that takes requests and says nothing, so that the informer waits. */
class ApiServerFeedTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String LIST = "GET /api/v1/pods?fieldSelector=spec.nodeName%3Dnode";

  private final ApiCalls calls = new ApiCalls();
  private ServerSocket server;
  private ApiServerFeed feed;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(20_000);
    feed =
        new ApiServerFeed(
            Connection.open(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://localhost:" + server.getLocalPort())
                    .withRequestTimeout((int) TimeUnit.MINUTES.toMillis(5))
                    .build(),
                calls),
            "node",
            new PodDirectory(PodLabels.NONE),
            uid -> {});
  }

  @AfterEach
  void stop() throws IOException {
    feed.close();
    server.close();
  }

  @Test
  void anInformerThatAsksNoMoreIsBegunAnew() throws IOException {
    try (Socket first = server.accept()) {
      assertThat(requestOf(first)).startsWith(LIST);
      feed.tend(0);
      feed.tend(179 * SECOND_NS);
      assertThat(calls.count()).isEqualTo(1);

      feed.tend(181 * SECOND_NS);
      try (Socket second = server.accept()) {
        assertThat(requestOf(second)).startsWith(LIST);
        assertThat(calls.count()).isEqualTo(2);
      }
    }
  }

  private static String requestOf(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
