// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTrialTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void aServerThatTakesMetricsIsSaidToTakeThem() throws Exception {
    try (Receiver receiver = Receiver.http()) {
      assertThat(of(receiver.settings()).getFirst().arrived()).isTrue();
    }
    try (Receiver receiver = Receiver.grpc()) {
      assertThat(of(receiver.settings()).getFirst().arrived()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void aPortWhereNobodyListensIsRefusedAtOnce(String protocol) {
    List<PushTrial.Result> results = of(Receiver.settings(protocol, AgentProcess.freePort()));
    assertThat(results.getFirst().arrived()).isFalse();
    assertThat(results.getFirst().reason()).doesNotContain("no answer within");
    assertThat(results.getFirst().hint()).contains("start an OpenTelemetry Collector there");
  }

  /** The first mistake with a Collector of one's own. */
  @Test
  void aPortOfTheOtherProtocolIsNotTakenForNobody() throws Exception {
    try (Receiver receiver = Receiver.http()) {
      assertThat(of(Receiver.settings("grpc", receiver.port())).getFirst().hint())
          .contains("may speak another protocol", "4318 http/protobuf");
    }
    try (Receiver receiver = Receiver.grpc()) {
      assertThat(of(Receiver.settings("http/protobuf", receiver.port())).getFirst().hint())
          .contains("may speak another protocol", "4317 is mostly grpc");
    }
  }

  @Test
  void whatTheServerSaysIsTold() throws Exception {
    byte[] body = "who are you?".getBytes(StandardCharsets.UTF_8);
    try (Receiver receiver = Receiver.answering(401, body)) {
      PushTrial.Result result = of(receiver.settings()).getFirst();
      assertThat(result.reason()).contains("HTTP 401", "who are you?");
      assertThat(result.hint()).contains("OTEL_EXPORTER_OTLP_HEADERS");
    }
  }

  @Test
  void aServerThatHangsIsSaidToHang() throws Exception {
    try (Receiver receiver = Receiver.hanging()) {
      List<PushTrial.Result> results =
          PushTrial.of(Map.of(), receiver.settings(), Duration.ofMillis(500));
      assertThat(results.getFirst().reason()).isEqualTo("no answer within 0 s");
    }
  }

  @Test
  void whereNoPushIsWantedNoneIsTried() {
    assertThat(of(Map.of("otel.metrics.exporter", "none"))).isEmpty();
  }

  private static List<PushTrial.Result> of(Map<String, String> settings) {
    return PushTrial.of(Map.of(), settings, PATIENCE);
  }
}
