// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Agent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A short life of the agent, with ticks, a push and a scrape, from which the class-data-sharing
 * archive is made: whatever is loaded here is in it, and starts sooner.
 */
final class Rehearsal {
  private static final long LIFE_MS = 3_000;
  private static final int SCRAPES = 3;
  private static final String REQUEST =
      """
      GET /metrics HTTP/1.1\r
      Host: rehearsal\r
      Accept: text/plain;version=0.0.4\r
      Accept-Encoding: gzip\r
      Connection: close\r
      \r
      """;

  private Rehearsal() {}

  /** Starts the agent, and ends it when it has shown all. */
  static void of(Agent agent) {
    agent.start();
    try (agent) {
      for (int i = 0; i < SCRAPES; i++) {
        Thread.sleep(LIFE_MS / SCRAPES);
        scrape(URI.create(agent.urls().getFirst()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void scrape(URI page) throws IOException {
    try (Socket socket = new Socket(page.getHost(), page.getPort())) {
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
