// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Slow clients of a real agent, since the server's limits are those of the whole process: each
 * costs itself only, and for seconds.
 */
@Tag("slow")
class SlowClientsTest {
  private static final String HALF_OPEN = "GET /metrics HTTP/1.1\r\nHost: agent\r\n";
  private static final byte[] CLIENT_HELLO = {
    0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03, 0x5a, 0x13, 0x7f
  };

  private static AgentProcess agent = AgentProcess.none();

  @BeforeAll
  static void start() {
    agent = AgentProcess.start();
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 200})
  void halfOpenConnections(int count) throws Exception {
    try (Clients silent = Clients.of(count / 2, agent.port(), "");
        Clients half = Clients.of(count / 2, agent.port(), HALF_OPEN)) {
      Clients.assertHealthAnswersAtOnce(agent.port());
      assertThat(agent.status("/metrics")).isEqualTo(200);
      silent.awaitEnd();
      half.awaitEnd();
    }
  }

  @Test
  void headersThatDrip() throws Exception {
    try (Clients clients = Clients.of(20, agent.port(), HALF_OPEN)) {
      Clients.assertHealthAnswersAtOnce(agent.port());
      clients.dripUntilCut("a");
    }
  }

  @Test
  void bodyThatDrips() throws Exception {
    String request = "GET /live.json HTTP/1.1\r\nHost: agent\r\nContent-Length: 60000\r\n\r\n";
    try (Clients clients = Clients.of(20, agent.port(), request)) {
      Clients.assertHealthAnswersAtOnce(agent.port());
      clients.dripUntilCut("{");
    }
  }

  @Test
  void bytesOfTlsOnThePlainPort() throws Exception {
    try (Clients clients = Clients.of(20, agent.port(), CLIENT_HELLO)) {
      Clients.assertHealthAnswersAtOnce(agent.port());
      clients.awaitEnd();
    }
  }
}
