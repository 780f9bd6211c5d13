// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keplerotel.agent.config.ListenAddress;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.model.Tariff;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortCheckTest {
  @Test
  void aPortThatIsFreeIsFine() throws Exception {
    assertThat(find("127.0.0.1", 0).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aPortOfAnotherProcessIsAProblem() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding = find("127.0.0.1", taken.getLocalPort());
      assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
      assertThat(finding.text()).contains("is used by another process");
    }
  }

  @Test
  void aPortOfAnAgentThatRunsAlreadyIsNoted() throws Exception {
    byte[] page = "<h1>node-1 <small>Kepler for OpenTelemetry</small></h1>".getBytes(UTF_8);
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    agent.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    agent.start();
    try {
      Finding finding = find("127.0.0.1", agent.getAddress().getPort());
      assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
      assertThat(finding.text()).contains("is used by an agent that runs already");
    } finally {
      agent.stop(0);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsAProblem() throws Exception {
    Finding finding = find("192.0.2.1", 9103);
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.advice()).isEqualTo("set web.listen to an address of this machine");
  }

  private static Finding find(String host, int port) throws Exception {
    Settings.Web web =
        new Settings.Web(
            List.of(new ListenAddress(host, port)), Optional.<Path>empty(), Tariff.NONE);
    return new PortCheck(web).check().look().find().getFirst();
  }
}
