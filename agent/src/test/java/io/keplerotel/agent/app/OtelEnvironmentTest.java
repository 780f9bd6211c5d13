// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent under environments that are not made for it. */
class OtelEnvironmentTest {
  @Test
  void settingsOfOtherSignalsDoNotEndTheAgent() {
    try (AgentProcess agent =
        launch(
            Map.of(
                "OTEL_PROPAGATORS", "tracecontext,baggage,b3",
                "OTEL_TRACES_SAMPLER", "parentbased_jaeger_remote",
                "OTEL_TRACES_EXPORTER", "zipkin",
                "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "many",
                "OTEL_METRICS_EXPORTER", "prometheus",
                "OTEL_EXPORTER_OTLP_ENDPIONT", "http://x"))) {
      agent.awaitReady();
      agent.awaitLog("did you mean OTEL_EXPORTER_OTLP_ENDPOINT?");
      agent.awaitLog("/metrics serves that already");
      assertThat(agent.log()).doesNotContain("pushing to");
      assertThat(agent.terminate()).isZero();
    }
  }

  @Test
  void aWrongSettingEndsTheAgentWithOneLineThatNamesItsVariable() {
    try (AgentProcess agent =
        launch(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier\n\u001b[2Jpigeon"))) {
      assertThat(agent.awaitExit()).isNotZero();
      assertThat(agent.log())
          .contains(
              "kepler-agent: wrong setting OTEL_EXPORTER_OTLP_PROTOCOL:"
                  + " \"carrier\\n\\u001b[2Jpigeon\" is not one of grpc, http/protobuf")
          .doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource({"OTEL_METRICS_EXPORTER, none", "OTEL_SDK_DISABLED, true"})
  void whereNothingIsPushedWhatThePushWouldReadDoesNotMatter(String variable, String value) {
    try (AgentProcess agent =
        launch(Map.of(variable, value, "OTEL_EXPORTER_OTLP_PROTOCOL", "pigeon"))) {
      agent.awaitReady();
      assertThat(agent.terminate()).isZero();
      assertThat(agent.log()).doesNotContain("OTLP", "OTEL_");
    }
  }

  @Test
  void aPasswordInTheEndpointIsNeverLogged() {
    try (AgentProcess agent =
        launch(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://user:hunter22@127.0.0.1:9",
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20dXNlcg",
                "OTEL_METRIC_EXPORT_INTERVAL", "200"))) {
      agent.awaitReady();
      agent.awaitLog("cannot push metrics to http://127.0.0.1:9: ");
      assertThat(agent.page("/")).doesNotContain("hunter22", "dXNlcg");
      agent.terminate();
      assertThat(agent.log())
          .contains("OTLP: pushing to http://127.0.0.1:9\n")
          .doesNotContain("hunter22", "dXNlcg");
    }
  }

  private static AgentProcess launch(Map<String, String> environment) {
    return AgentProcess.launch(List.of(), environment);
  }
}
