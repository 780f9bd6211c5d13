// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.Exposition;
import io.keplerotel.agent.testing.Http;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus and the Collector ask with; a scrape is as good as the series in its answer. */
class ScrapeProtocolTest {
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final String PROMETHEUS_2_WITH_NATIVE_HISTOGRAMS =
      PROTOBUF
          + ",application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
  private static final String PROMETHEUS_3_WITH_CREATED_TIMESTAMPS =
      PROTOBUF
          + ";q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
  private static final String PROMETHEUS_3 =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  private final PrometheusFixture prometheus;

  ScrapeProtocolTest() throws Exception {
    prometheus = new PrometheusFixture(Snapshots.at(1));
  }

  @AfterEach
  void close() {
    prometheus.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PROTOBUF,
        PROMETHEUS_2_WITH_NATIVE_HISTOGRAMS,
        PROMETHEUS_3_WITH_CREATED_TIMESTAMPS,
        PROMETHEUS_3,
        "application/openmetrics-text;version=1.0.0",
        "application/openmetrics-text;version=0.0.1",
        "text/plain;version=1.0.0;escaping=allow-utf-8",
        "text/plain;version=0.0.4",
        "*/*",
      })
  void eachProtocolBringsTheSameNumberOfSeries(String accept) throws Exception {
    long expected = Exposition.of(Http.get(prometheus.port(), "/metrics").body()).series();
    assertThat(expected).isGreaterThan(100);
    HttpResponse<byte[]> plain = Http.ask(prometheus.port(), "/metrics", "Accept", accept);
    assertThat(Exposition.of(plain).series()).isEqualTo(expected);
    HttpResponse<byte[]> zipped =
        Http.ask(prometheus.port(), "/metrics", "Accept", accept, "Accept-Encoding", "gzip");
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
    assertThat(unzipped).isEqualTo(plain.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain;version=0.0.4;q=0.9, application/openmetrics-text;q=0.1 | text/plain",
        "application/openmetrics-text;version=1.0.0;q=0, */* | text/plain",
        PROTOBUF + ";q=0, application/openmetrics-text | application/openmetrics-text",
        "application/openmetrics-text;q=0.7, " + PROTOBUF + ";q=0.3 | application/openmetrics-text",
        "application/vnd.google.protobuf;proto=another.Message;encoding=delimited | text/plain",
        "text/html, application/xml;q=0.9, */*;q=0.8 | text/plain",
        "application/json | text/plain",
        "nonsense;;q=x,, | text/plain",
      })
  void whatTheClientWantsMostIsServedAndWhatItRefusesIsNot(String accept, String type)
      throws Exception {
    HttpResponse<byte[]> response = Http.ask(prometheus.port(), "/metrics", "Accept", accept);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*;q=0",
        "text/plain;q=0",
        "text/*;q=0",
        "text/*;q=0, */*",
        PROTOBUF + ";q=0, text/plain;q=0.0"
      })
  void clientThatRefusesAllThatThereIsGetsNone(String accept) throws Exception {
    assertThat(Http.ask(prometheus.port(), "/metrics", "Accept", accept).statusCode())
        .isEqualTo(406);
  }

  @Test
  void refusedCompressionIsNotUsed() throws Exception {
    assertThat(
            Http.ask(prometheus.port(), "/metrics", "Accept-Encoding", "gzip;q=0, identity")
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "debug=xx,400",
    "debug=,400",
    "debug=text,200",
    "debug=openmetrics,200",
    "debug=prometheus-protobuf,200",
    "collect%5B%5D=cpu,200",
  })
  void unknownFormatToLookAtIsABadRequest(String query, int status) throws Exception {
    assertThat(Http.ask(prometheus.port(), "/metrics?" + query).statusCode()).isEqualTo(status);
  }

  @Test
  void namesChooseMetrics() throws Exception {
    String body =
        Http.get(
                prometheus.port(),
                "/metrics?name[]=kepler_agent_ticks_total".replace("[]", "%5B%5D"))
            .body();
    assertThat(Exposition.of(body).series()).isEqualTo(1);
  }
}
