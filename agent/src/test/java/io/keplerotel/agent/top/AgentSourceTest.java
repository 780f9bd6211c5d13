// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.keplerotel.agent.live.LiveJson;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.testing.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentSourceTest {
  private final HttpServer server;
  private final AgentSource source;

  AgentSourceTest() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    source = new AgentSource(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    source.close();
    server.stop(0);
  }

  @Test
  void readsWhatTheAgentShows() {
    answer(200, LiveJson.write(Views.shop()));
    assertThat(source.answers()).isTrue();
    assertThat(source.view()).isEqualTo(Views.shop());
  }

  @Test
  void whatIsNoAgentIsSaid() {
    answer(404, "");
    assertThatThrownBy(source::view)
        .isInstanceOf(TopException.class)
        .hasMessageContaining("/live.json answers 404: what listens there is no agent");
  }

  @Test
  void anAgentThatWantsAPasswordIsSaid() {
    answer(401, "");
    assertThatThrownBy(source::view)
        .isInstanceOf(TopException.class)
        .hasMessageContaining("/live.json wants a password");
  }

  /** As a server with TLS answers a request that is none: an alert. */
  @Test
  void anAgentWithTlsIsSaid() throws Exception {
    try (ServerSocket tls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Socket client = tls.accept()) {
                      client.getInputStream().read(new byte[1024]);
                      client.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 0x50});
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      AgentSource asked = new AgentSource(URI.create("http://localhost:" + tls.getLocalPort()));
      assertThatThrownBy(asked::view)
          .isInstanceOf(TopException.class)
          .hasMessageContaining("does not speak plain HTTP");
      answering.join();
    }
  }

  @Test
  void whatAnswersSomethingElseIsSaid() {
    answer(200, "<html>");
    assertThatThrownBy(source::view)
        .isInstanceOf(TopException.class)
        .hasMessageContaining("not a view of an agent");
  }

  @Test
  void whereNobodyListensItSaysWhatToDo() {
    AgentSource nobody = new AgentSource(URI.create("http://localhost:" + AgentProcess.freePort()));
    assertThat(nobody.answers()).isFalse();
    assertThatThrownBy(nobody::view)
        .isInstanceOf(TopException.class)
        .hasMessageContaining("is the agent there? --url says where");
  }

  private void answer(int status, String text) {
    server.createContext(
        "/live.json",
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
