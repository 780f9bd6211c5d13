// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.workload.WorkloadNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HangUpTest {
  @Test
  void aScraperThatHangsUpIsNoErrorAndNoWarning() throws Exception {
    Watch watch = new Watch();
    Logger page = Logger.getLogger(Page.class.getName());
    page.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(watch);
    try (PrometheusFixture prometheus =
        new PrometheusFixture(Snapshots.crowd(2_000), Dialect.KEPLER, WorkloadNames.unknown())) {
      try (Socket socket = new Socket()) {
        // Or all of a page may be on its way already, however large it is, and nobody is hung up
        // on.
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), prometheus.port()));
        socket
            .getOutputStream()
            .write("GET /metrics HTTP/1.1\r\nHost: agent\r\n\r\n".repeat(50).getBytes(US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        socket.setSoLinger(true, 0);
      }
      assertThat(watch.hungUp.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Http.get(prometheus.port(), "/healthz").statusCode()).isEqualTo(200);
      assertThat(watch.alarming).isEmpty();
    } finally {
      Logger.getLogger("").removeHandler(watch);
      page.setLevel(null);
    }
  }

  /** Waits for the word of it, and keeps what is worse. */
  private static final class Watch extends Handler {
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final Queue<String> alarming = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord log) {
      if (log.getLevel().intValue() >= Level.WARNING.intValue()) {
        alarming.add(log.getLoggerName() + " " + log.getMessage());
      } else if (String.valueOf(log.getMessage()).contains("hung up")) {
        hungUp.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
