// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.Logs;
import io.keplerotel.agent.testing.Waiting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No secret of endpoint or headers is ever told. */
class DestinationTest {
  @ParameterizedTest
  @CsvSource({
    "http://user:secret@collector:4318/v1/metrics,http://collector:4318/v1/metrics",
    "https://secret@otel_collector,https://otel_collector",
    "https://collector/v1/metrics?api_key=secret,https://collector/v1/metrics",
    "https://collector/dt0c01.secretsecretsecretsecretsecret/v1/metrics,https://collector/***/v1/metrics",
    "http://[::1]:4317,http://[::1]:4317"
  })
  void anAddressIsShownWithoutItsSecrets(String address, String shown) {
    assertThat(new Destination(URI.create(address), Map::of).shown()).isEqualTo(shown);
  }

  @Test
  void aServerThatQuotesATokenDoesNotBringItIntoTheLog() {
    Destination destination =
        new Destination(
            URI.create("http://user:secret@collector/?key=quoted"),
            () -> Map.of("Authorization", List.of("Bearer t0ken")));
    assertThat(destination.quote("no t0ken, no secret, key=quoted, Bearer t0ken\n"))
        .isEqualTo("no ***, no ***, ***, ***");
  }

  @Test
  void noSecretReachesLogOrTargetWhateverTheServerSays() throws Exception {
    byte[] echo = "what is s3cretToken and hunter22?".getBytes(StandardCharsets.UTF_8);
    try (Receiver receiver = Receiver.answering(401, echo);
        Logs logs = new Logs()) {
      Map<String, String> settings = new HashMap<>(receiver.settings());
      settings.put(
          "otel.exporter.otlp.endpoint", "http://user:hunter22@127.0.0.1:" + receiver.port());
      settings.put("otel.exporter.otlp.headers", "Authorization=Bearer%20s3cretToken");
      try (OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), settings)) {
        Waiting.until(() -> otlp.tally.sum().failed() >= 3);
        assertThat(otlp.push.target())
            .hasValue("http://127.0.0.1:" + receiver.port() + "/v1/metrics");
      }
      assertThat(logs.all())
          .noneMatch(line -> line.contains("hunter22") || line.contains("s3cret"));
      assertThat(logs.of(Level.WARNING))
          .anyMatch(line -> line.startsWith("user and password in the address of "));
    }
  }

  @Test
  void aRefusedSettingDoesNotQuoteItsSecret() {
    for (String endpoint :
        new String[] {"ftp://user:hunter22@x", "http://user:hunter22@x:port", "http://hunter22@"}) {
      assertThatThrownBy(
              () ->
                  new OtlpFixture(Snapshots.at(1), Map.of("otel.exporter.otlp.endpoint", endpoint)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("hunter22");
    }
  }
}
