// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.Logs;
import io.keplerotel.agent.testing.Waiting;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers answer is told once, and counted. */
class PushAnswerTest {
  private static final byte[] PARTIAL =
      ExportMetricsServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportMetricsPartialSuccess.newBuilder()
                  .setRejectedDataPoints(7)
                  .setErrorMessage("too old\nINFO forged line \u009b2J"))
          .build()
          .toByteArray();

  @Test
  void partialSuccessByHttpIsToldOnceAndCounted() throws Exception {
    try (Receiver receiver = Receiver.answering(200, PARTIAL)) {
      partialSuccess(receiver);
    }
  }

  @Test
  void partialSuccessByGrpcIsToldOnceAndCounted() throws Exception {
    try (Receiver receiver = Receiver.grpc(ExportMetricsServiceResponse.parseFrom(PARTIAL))) {
      partialSuccess(receiver);
    }
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(401, "no token\n", "HTTP 401 Unauthorized: no token; set OTEL_EXPORTER_OTLP_H"),
        arguments(404, "<html>nothing</html>", "HTTP 404 Not Found; see whether OTEL_EXPORTER_"),
        arguments(413, "too large", "HTTP 413 Request Entity Too Large: too large; start"),
        arguments(
            503, "busy\u001b[2J\u202E\n", "Service Unavailable: busy\\u001b[2J\\u202e; start"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalNamesItsStatusAndItsWords(int status, String body, String told) throws Exception {
    try (Receiver receiver = Receiver.answering(status, body.getBytes(UTF_8));
        Logs logs = new Logs();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      Waiting.until(() -> otlp.tally.sum().failed() >= 3);
      assertThat(logs.of(Level.WARNING)).singleElement().asString().contains(told);
    }
  }

  @Test
  void anyBytesAreReadWithoutAFault() {
    for (int length = 0; length < 40; length++) {
      for (int first = 0; first < 256; first++) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) first);
        assertThat(ProtobufFields.parse(bytes)).isNotNull();
      }
    }
  }

  private static void partialSuccess(Receiver receiver) throws Exception {
    try (Logs logs = new Logs();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      Waiting.until(() -> otlp.tally.sum().ok() >= 3);
      assertThat(otlp.tally.sum().rejected()).isGreaterThanOrEqualTo(21);
      assertThat(otlp.tally.sum().failed()).isZero();
      assertThat(logs.of(Level.WARNING))
          .singleElement()
          .asString()
          .endsWith(
              "takes metrics but rejects some, 7 points of this push:"
                  + " too old\\nINFO forged line \\u009b2J");
    }
  }
}
