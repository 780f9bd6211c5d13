// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.status.PushTally;
import io.keplerotel.agent.testing.Logs;
import io.keplerotel.agent.testing.Waiting;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpFailureTest {
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(3_500);

  @Test
  void refusedPushesAreOneWarningAndACounter() throws Exception {
    int port = freePort();
    try (Logs logs = new Logs();
        OtlpFixture otlp =
            new OtlpFixture(Snapshots.at(1), Receiver.settings("http/protobuf", port))) {
      Waiting.until(() -> otlp.tally.sum().failed() >= 3);
      assertThat(logs.of(Level.WARNING))
          .singleElement()
          .asString()
          .startsWith("cannot push metrics to http://127.0.0.1:" + port + "/v1/metrics: ")
          .contains("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_METRICS_EXPORTER=none");
      closesInTime(otlp);
    }
  }

  @Test
  void refusedGrpcPushesAreOneWarningToo() throws Exception {
    int port = freePort();
    try (Logs logs = new Logs();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), Receiver.settings("grpc", port))) {
      Waiting.until(() -> otlp.tally.sum().failed() >= 3);
      assertThat(logs.of(Level.WARNING))
          .singleElement()
          .asString()
          .contains("http://127.0.0.1:" + port);
      closesInTime(otlp);
    }
  }

  /** Issue, B7: no background thread ends without a word. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theThreadThatPushesGoesOnWhateverAnInstrumentThrows(boolean isError) throws Exception {
    try (Logs logs = new Logs();
        OtlpFixture otlp =
            new OtlpFixture(Snapshots.at(1), Receiver.settings("http/protobuf", freePort()))) {
      AtomicInteger asked = new AtomicInteger();
      otlp.push
          .meter()
          .gaugeBuilder("failing")
          .buildWithCallback(
              measurement -> {
                asked.incrementAndGet();
                if (isError) {
                  throw new NoClassDefFoundError("on purpose");
                }
                throw new IllegalStateException("on purpose");
              });
      Waiting.until(() -> asked.get() >= 4);
      assertThat(logs.of(Level.WARNING)).isNotEmpty();
    }
  }

  @Test
  void garbageIsAFailure() throws Exception {
    try (Receiver receiver = Receiver.garbage();
        Logs logs = new Logs();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      Waiting.until(() -> otlp.tally.sum().failed() >= 3);
      assertThat(otlp.tally.sum().ok()).isZero();
      assertThat(logs.of(Level.WARNING)).hasSize(1);
      closesInTime(otlp);
    }
  }

  @Test
  void hangingCollectorHoldsNobodyUp() throws Exception {
    try (Receiver receiver = Receiver.hanging();
        PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1));
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      Thread.sleep(500);
      assertThat(prometheus.scrape()).contains("kepler_container_joules_total");
      closesInTime(otlp);
    }
  }

  @Test
  void recoveryIsOneLine() throws Exception {
    int port = freePort();
    try (Logs logs = new Logs();
        OtlpFixture otlp =
            new OtlpFixture(Snapshots.at(1), Receiver.settings("http/protobuf", port))) {
      Waiting.until(() -> otlp.tally.sum().failed() >= 2);
      try (Receiver receiver = Receiver.httpOn(port)) {
        Waiting.until(() -> otlp.tally.sum().ok() >= 3);
        assertThat(receiver.next().points()).isNotEmpty();
      }
      assertThat(logs.of(Level.INFO))
          .containsExactly(
              "the Collector at http://127.0.0.1:" + port + "/v1/metrics accepts metrics again");
    }
  }

  @Test
  void wrongSettingsAreOneClearLine() {
    assertWrong("otel.exporter.otlp.protocol", "carrier-pigeon", "carrier-pigeon");
    assertWrong("otel.exporter.otlp.endpoint", "not a url", "OTEL_EXPORTER_OTLP_ENDPOINT");
    assertWrong("otel.metric.export.interval", "often", "often");
    assertWrong("otel.metrics.exporter", "telegraph", "telegraph");
  }

  @Test
  void nothingIsPushedWhenTheEnvironmentSaysNone() {
    try (OtlpFixture otlp =
        new OtlpFixture(Snapshots.at(1), Map.of("otel.metrics.exporter", "none"))) {
      assertThat(otlp.push.target()).isEmpty();
    }
  }

  private static void assertWrong(String key, String value, String named) {
    PushTally tally = new PushTally();
    try (OtlpPush push =
        new OtlpPush(Attributes.empty(), Attributes::empty, tally, Map.of(), Map.of(key, value))) {
      assertThatThrownBy(push::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "wrong setting " + key.replace('.', '_').toUpperCase(Locale.ROOT) + ": ")
          .hasMessageContaining(named)
          .hasMessageNotContaining("\n");
    }
  }

  private static void closesInTime(OtlpFixture otlp) {
    long before = System.nanoTime();
    otlp.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(CLOSE_WITHIN);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
