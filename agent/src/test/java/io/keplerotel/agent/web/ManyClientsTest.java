// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.workload.WorkloadNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many clients of a node with 2,000 containers: health does not wait for them. */
class ManyClientsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PrometheusFixture prometheus;

  ManyClientsTest() throws Exception {
    prometheus =
        new PrometheusFixture(Snapshots.crowd(2_000), Dialect.KEPLER, WorkloadNames.unknown());
  }

  @AfterEach
  void close() {
    prometheus.close();
  }

  @Test
  void clientsThatReadNothing() throws Exception {
    String requests = "GET /metrics HTTP/1.1\r\nHost: agent\r\n\r\n".repeat(4);
    try (Clients clients = Clients.of(20, prometheus.port(), requests)) {
      assertThat(clients.count()).isEqualTo(20);
      Clients.assertHealthAnswersAtOnce(prometheus.port());
      assertThat(Http.get(prometheus.port(), "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void manyScrapesAtOnceAreAllServed() throws Exception {
    List<HttpResponse<Integer>> answers = atOnce(i -> "/metrics");
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200))
        .allSatisfy(answer -> assertThat(answer.body()).isEqualTo(answers.getFirst().body()));
  }

  @Test
  void scrapesInExcessAreToldWhenToComeBack() throws Exception {
    assertThat(atOnce(i -> "/metrics?name%5B%5D=kepler_" + i))
        .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 503))
        .anySatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(503))
        .filteredOn(answer -> answer.statusCode() == 503)
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).contains("1"));
  }

  /** Of a hundred pages of megabytes, only a number is kept that tells them apart. */
  private List<HttpResponse<Integer>> atOnce(IntFunction<String> path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<CompletableFuture<HttpResponse<Integer>>> asked =
          IntStream.range(0, 100)
              .mapToObj(i -> URI.create("http://127.0.0.1:" + prometheus.port() + path.apply(i)))
              .map(uri -> HttpRequest.newBuilder(uri).timeout(PATIENCE).build())
              .map(request -> client.sendAsync(request, info -> numbered()))
              .toList();
      Clients.assertHealthAnswersAtOnce(prometheus.port());
      List<HttpResponse<Integer>> answers = new ArrayList<>();
      for (CompletableFuture<HttpResponse<Integer>> one : asked) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private static HttpResponse.BodySubscriber<Integer> numbered() {
    CRC32 number = new CRC32();
    return HttpResponse.BodySubscribers.mapping(
        HttpResponse.BodySubscribers.ofByteArrayConsumer(
            part -> part.ifPresent(bytes -> number.update(bytes, 0, bytes.length))),
        nothing -> (int) number.getValue());
  }
}
