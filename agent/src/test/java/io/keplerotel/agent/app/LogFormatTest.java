// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keplerotel.agent.testing.AgentProcess;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aRecordIsOneObjectWhateverIsInIt() throws Exception {
    LogRecord log = record("pod \"a\\b\"\n{\u001b[31m\u0000 é \uD83D\uDE00 \uD800");
    String line = new LogJson().format(log);
    assertThat(line.lines()).hasSize(1);
    JsonNode object = JSON.readTree(line);
    assertThat(object.fieldNames())
        .toIterable()
        .containsExactly("time", "level", "logger", "message");
    assertThat(object.get("time").asText()).isEqualTo("2026-01-01T00:00:00.123Z");
    assertThat(object.get("level").asText()).isEqualTo("WARN");
    assertThat(object.get("logger").asText()).isEqualTo("Sampler");
    assertThat(object.get("message").asText())
        .startsWith("pod \"a\\b\"")
        .contains("é \uD83D\uDE00")
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void aStackTraceIsPartOfItsObject() throws Exception {
    LogRecord log = record("thread tick ended");
    log.setThrown(new IllegalStateException("on purpose"));
    String line = new LogJson().format(log);
    assertThat(line.lines()).hasSize(1);
    assertThat(JSON.readTree(line).get("error").asText())
        .startsWith("java.lang.IllegalStateException: on purpose\n\tat ")
        .contains("LogFormatTest");
  }

  @Test
  void allThatTheAgentSaysIsJson() throws Exception {
    try (AgentProcess agent = AgentProcess.start("--log.format=json")) {
      agent.awaitStartLog();
      assertThat(agent.log().lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(JSON.readTree(line).get("level").asText()).isNotEmpty());
    }
  }

  private static LogRecord record(String message) {
    LogRecord log = new LogRecord(Level.WARNING, message);
    log.setLoggerName("io.keplerotel.agent.sampling.Sampler");
    log.setInstant(Instant.parse("2026-01-01T00:00:00.123Z"));
    return log;
  }
}
