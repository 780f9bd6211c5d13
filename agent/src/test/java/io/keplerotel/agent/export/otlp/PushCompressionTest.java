// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keplerotel.agent.meter.Snapshots;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Issue, C6: pushes are zipped by default. */
class PushCompressionTest {
  @Test
  void pushesAreZippedUnlessThatIsTurnedOff() throws Exception {
    assertThat(encoding(Map.of())).isEqualTo("gzip");
    assertThat(encoding(Map.of("otel.exporter.otlp.compression", "none"))).isEqualTo("identity");
  }

  private static String encoding(Map<String, String> more) throws Exception {
    BlockingQueue<String> encodings = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
          encodings.add(encoding == null ? "identity" : encoding);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    Map<String, String> settings = new HashMap<>(more);
    settings.put(
        "otel.exporter.otlp.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("otel.exporter.otlp.protocol", "http/protobuf");
    settings.put("otel.metric.export.interval", "3600000");
    try {
      // A last push comes with the end.
      new OtlpFixture(Snapshots.at(5), settings).close();
      return String.valueOf(encodings.poll(10, TimeUnit.SECONDS));
    } finally {
      server.stop(0);
    }
  }
}
