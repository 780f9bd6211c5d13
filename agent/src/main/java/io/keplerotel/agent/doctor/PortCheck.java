// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.config.ListenAddress;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.web.access.WebAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Listens where the agent would, and stops again. */
final class PortCheck {
  private static final String TOPIC = "web server";
  private static final int PATIENCE_MS = 1_000;
  private static final int LOOKED_AT_BYTES = 4_096;
  private static final String ALL = "0.0.0.0";
  private static final String OURS = "Kepler for OpenTelemetry";
  private static final String ELSEWHERE = "set web.listen";

  private final Settings.Web web;

  PortCheck(Settings.Web web) {
    this.web = web;
  }

  Check check() {
    return new Check(TOPIC, this::find);
  }

  private List<Finding> find() {
    List<Finding> findings = new ArrayList<>();
    web.listen().forEach(address -> findings.add(find(address)));
    try {
      new WebAccess(web.configFile(), System::nanoTime).load();
    } catch (SettingsException e) {
      findings.add(Finding.of(TOPIC, Verdict.PROBLEM, "web.config-file: " + e.getMessage()));
    }
    return findings;
  }

  private Finding find(ListenAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
      return Finding.ok(TOPIC, address + " is free");
    } catch (UnknownHostException ignored) {
      // The exception's message is the name once more.
      return Finding.problem(
          TOPIC,
          address + ": there is no such host",
          "set web.listen to an address of this machine");
    } catch (IOException e) {
      return refused(address, String.valueOf(e.getMessage()));
    }
  }

  private static Finding refused(ListenAddress address, String why) {
    if (why.contains("Permission denied")) {
      return Finding.problem(
          TOPIC,
          "%s: not permitted: ports below 1024 are root's".formatted(address),
          ELSEWHERE + " to another port, or grant CAP_NET_BIND_SERVICE");
    }
    if (!why.contains("in use")) {
      return Finding.problem(
          TOPIC, "%s: %s".formatted(address, why), "set web.listen to an address of this machine");
    }
    return isAgent(address)
        ? Finding.note(
            TOPIC,
            address + " is used by an agent that runs already; a second one cannot listen there",
            "nothing, if you only look; for a second agent " + ELSEWHERE)
        : Finding.problem(
            TOPIC, address + " is used by another process", "stop that, or " + ELSEWHERE);
  }

  /** Whether the page there is the agent's. */
  private static boolean isAgent(ListenAddress address) {
    String host = address.host().equals(ALL) ? "127.0.0.1" : address.host();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(host), address.port()), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: doctor\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readNBytes(LOOKED_AT_BYTES), UTF_8).contains(OURS);
    } catch (IOException ignored) {
      // It speaks something else, or nothing.
      return false;
    }
  }
}
