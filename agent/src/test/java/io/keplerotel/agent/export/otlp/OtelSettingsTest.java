// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.testing.Logs;
import io.keplerotel.agent.workload.WorkloadNames;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK's settings, whole. */
class OtelSettingsTest {
  private static final String FILE = "OTEL_CONFIG_FILE";

  @TempDir Path folder;

  @Test
  void whatConcernsTracesLogsAndPropagatorsDoesNothing() throws Exception {
    try (Receiver receiver = Receiver.http()) {
      Map<String, String> settings = new HashMap<>(receiver.settings());
      OtelVariables.without().keySet().forEach(name -> settings.put(name, "garbage,b3"));
      settings.put("otel.propagators", "tracecontext,baggage,b3");
      settings.put("otel.traces.sampler", "parentbased_jaeger_remote");
      try (OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), settings)) {
        assertThat(otlp.push.target()).isPresent();
        assertThat(receiver.nextWith("hw.energy").points()).isNotEmpty();
      }
    }
  }

  @Test
  void prometheusIsWhatTheAgentServesAlreadyAndNoPush() {
    int port = AgentProcess.freePort();
    Map<String, String> settings =
        Map.of(
            "otel.metrics.exporter",
            "prometheus",
            "otel.exporter.prometheus.port",
            Integer.toString(port));
    try (Logs logs = new Logs();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), settings)) {
      assertThat(otlp.push.target()).isEmpty();
      assertThatThrownBy(() -> Http.get(port, "/metrics")).isInstanceOf(ConnectException.class);
      assertThat(logs.of(Level.INFO))
          .containsExactly(
              "OTEL_METRICS_EXPORTER=prometheus: /metrics serves that already; see web.listen");
    }
  }

  @Test
  void aListOfExportersIsHonoured() throws Exception {
    try (Receiver receiver = Receiver.http();
        Logs logs = new Logs()) {
      Map<String, String> settings = new HashMap<>(receiver.settings());
      settings.put("otel.metrics.exporter", "otlp, console,prometheus");
      try (OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), settings)) {
        assertThat(otlp.push.target())
            .hasValue("http://127.0.0.1:" + receiver.port() + "/v1/metrics");
        assertThat(receiver.nextWith("hw.energy").points()).isNotEmpty();
      }
      assertThat(logs.of(Level.INFO)).anyMatch(line -> line.contains("name=hw.energy"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "otel.metrics.exporter|otlp,zipkin|OTEL_METRICS_EXPORTER: \"zipkin\" is none of otlp, console, prometheus, none",
        "otel.metrics.exporter|none,otlp|OTEL_METRICS_EXPORTER: \"none,otlp\": none is not to stand with others",
        "otel.exporter.otlp.protocol|http/json|OTEL_EXPORTER_OTLP_PROTOCOL: \"http/json\" is not one of grpc, http/protobuf",
        "otel.exporter.otlp.metrics.protocol|x|OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: \"x\" is not one of grpc, http/protobuf",
        "otel.exporter.otlp.compression|zstd|OTEL_EXPORTER_OTLP_COMPRESSION: \"zstd\" is not one of gzip, none",
        "otel.exporter.otlp.timeout|soon|OTEL_EXPORTER_OTLP_TIMEOUT: \"soon\" is not a number of milliseconds",
        "otel.metric.export.interval|-1|OTEL_METRIC_EXPORT_INTERVAL: \"-1\" is not a number of milliseconds",
        "otel.exporter.otlp.metrics.temporality.preference|sum|OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: \"sum\" is not one of cumulative, delta, lowmemory",
        "otel.sdk.disabled|yes|OTEL_SDK_DISABLED: \"yes\" is not true or false",
        "otel.resource.attributes|blue|OTEL_RESOURCE_ATTRIBUTES: \"blue\" is not pairs key=value with commas",
        "otel.exporter.otlp.endpoint|localhost:4317|OTEL_EXPORTER_OTLP_ENDPOINT: its value is not an address such as http://localhost:4317",
        "otel.exporter.otlp.headers|s3cret|OTEL_EXPORTER_OTLP_HEADERS: its value is not pairs key=value with commas",
        "otel.exporter.otlp.certificate|/nonexistent|OTEL_*: Invalid OTLP certificate/key path: /nonexistent",
        "otel.metrics.exemplar.filter|sometimes|OTEL_METRICS_EXEMPLAR_FILTER",
        "otel.java.metrics.cardinality.limit|many|OTEL_JAVA_METRICS_CARDINALITY_LIMIT",
      })
  void whatCannotBeFollowedIsRefusedByTheNameOfItsVariable(String key, String value, String said) {
    if (key.endsWith("filter")) {
      try (OtlpFixture otlp = with(key, value)) {
        assertThat(otlp.push.target()).isPresent();
      }
      return;
    }
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("wrong setting ")
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aMistypedVariableIsAWarningWithTheNearestName() {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPIONT", "http://x",
            "OTEL_JAVAAGENT_ENABLED", "true",
            "OTEL_SERVICE_NAME", "energy");
    try (Logs logs = new Logs();
        OtlpFixture otlp =
            new OtlpFixture(
                Snapshots.at(1),
                Map.of("otel.metrics.exporter", "none"),
                WorkloadNames.unknown(),
                environment)) {
      assertThat(otlp.push.target()).isEmpty();
      assertThat(logs.of(Level.WARNING))
          .containsExactly(
              "OTEL_EXPORTER_OTLP_ENDPIONT is not known and does nothing;"
                  + " did you mean OTEL_EXPORTER_OTLP_ENDPOINT?");
    }
  }

  @Test
  void deltaTemporalityIsAWarningAtTheStart() {
    try (Logs logs = new Logs();
        OtlpFixture otlp = with("otel.exporter.otlp.metrics.temporality.preference", "delta")) {
      assertThat(otlp.push.target()).isPresent();
      assertThat(logs.of(Level.WARNING)).anyMatch(line -> line.startsWith("delta temporality: "));
    }
  }

  @Test
  void theConfigurationFileRulesThePush() throws Exception {
    try (Receiver receiver = Receiver.http();
        Logs logs = new Logs();
        OtlpFixture otlp = byFile(push(receiver.port()))) {
      assertThat(otlp.push.target())
          .hasValue("http://127.0.0.1:" + receiver.port() + "/v1/metrics");
      Received received = receiver.nextWith("hw.energy");
      assertThat(received.of("hw.energy", point -> true).getFirst().resource())
          .containsEntry("service.name", "from-the-file")
          .containsEntry("deployment.environment.name", "test")
          .containsEntry("host.name", "node-1");
      assertThat(received.of("kepler.container.cpu.time", point -> true)).isNotEmpty();
      assertThat(logs.of(Level.INFO))
          .anyMatch(line -> line.startsWith("OTEL_CONFIG_FILE="))
          .contains("OTEL_CONFIG_FILE: its pull readers are left out; /metrics is one");
    }
  }

  @Test
  void aFileWithoutMetricsPushesNothing() throws Exception {
    try (OtlpFixture otlp = byFile("file_format: \"1.0\"\n")) {
      assertThat(otlp.push.target()).isEmpty();
    }
  }

  @Test
  void aWrongConfigurationFileIsOneLine() throws Exception {
    assertThatThrownBy(() -> environment("/nonexistent/otel.yaml"))
        .hasMessage("wrong setting OTEL_CONFIG_FILE=/nonexistent/otel.yaml: there is no such file");
    assertThatThrownBy(() -> environment("/dev/zero"))
        .hasMessage("wrong setting OTEL_CONFIG_FILE=/dev/zero: it is larger than 1 MiB");
    for (String text :
        new String[] {
          "{", "[".repeat(100_000), "file_format: \"9.9\"\n", push(1).replace("otlp_http", "pigeon")
        }) {
      assertThatThrownBy(() -> byFile(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("wrong setting OTEL_CONFIG_FILE=" + folder)
          .hasMessageNotContaining("\n");
    }
  }

  private OtlpFixture byFile(String text) throws Exception {
    Path file = folder.resolve("otel.yaml");
    Files.writeString(file, text);
    return environment(file.toString());
  }

  private static OtlpFixture environment(String file) {
    return new OtlpFixture(
        Snapshots.at(1),
        Map.of("otel.metrics.exporter", "none"),
        WorkloadNames.unknown(),
        Map.of(FILE, file));
  }

  private static OtlpFixture with(String key, String value) {
    Map<String, String> settings = new HashMap<>(Map.of("otel.metric.export.interval", "3600000"));
    settings.put(key, value);
    return new OtlpFixture(Snapshots.at(1), settings);
  }

  private static String push(int port) {
    return """
        file_format: "1.0"
        resource:
          attributes:
            - {name: service.name, value: from-the-file}
            - {name: deployment.environment.name, value: test}
        propagator:
          composite: [{b3: }]
        tracer_provider:
          processors: [{batch: {exporter: {zipkin: }}}]
        meter_provider:
          readers:
            - periodic:
                interval: 100
                exporter:
                  otlp_http:
                    endpoint: http://127.0.0.1:%d/v1/metrics
            - pull:
                exporter:
                  prometheus/development:
                    port: 9464
        """
        .formatted(port);
  }
}
