// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.TestAuthority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a real agent that begin to speak TLS and do not go on. */
@Tag("slow")
class SlowTlsClientsTest {
  private static final byte[] CLIENT_HELLO = {
    0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03, 0x5a, 0x13, 0x7f
  };

  @TempDir Path folder = Path.of("");

  @Test
  void hundredsOfHalfHandshakesCostThemselvesOnly() throws Exception {
    TestAuthority authority = TestAuthority.create(folder).issue("server");
    Path config =
        Files.writeString(
            folder.resolve("web.yml"),
            "tls_server_config: {cert_file: server.crt, key_file: server.key}\n");
    try (AgentProcess agent =
            AgentProcess.launchOn(AgentProcess.freePort(), "--web.config-file=" + config);
        HttpClient client = authority.client()) {
      agent.awaitLog("metrics: https://127.0.0.1:" + agent.port() + "/metrics");
      assertHealthAnswers(client, agent.port(), Duration.ofSeconds(10));
      try (Clients silent = Clients.of(100, agent.port(), "");
          Clients half = Clients.of(300, agent.port(), CLIENT_HELLO)) {
        for (int i = 0; i < 3; i++) {
          try (HttpClient fresh = authority.client()) {
            assertHealthAnswers(fresh, agent.port(), Duration.ofSeconds(1));
          }
        }
        silent.awaitEnd();
        half.awaitEnd();
      }
    }
  }

  private static void assertHealthAnswers(HttpClient client, int port, Duration within)
      throws Exception {
    long beginNs = System.nanoTime();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/healthz")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).isLessThan(within);
  }
}
