// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.testing.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelServerTest {
  private static final String PACKAGE =
      """
      {"model_name": "%s_1", "package": {"All_Weights": {"Bias_Weight": 100, "Categorical_Variables": {},
       "Numerical_Variables": {"bpf_cpu_time_ms": {"scale": 384000, "weight": 500}}}}}
      """;
  private static final String PLATFORM =
      """
      {"model_name": "LogisticRegressionTrainer_1", "platform": {"All_Weights": {"Categorical_Variables": {},
       "Numerical_Variables": {"bpf_cpu_time_ms": {"scale": 384000}},
       "CurveFit_Weights": [900, 0.5, 5, 120]}}}
      """;

  private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
  private final AtomicLong nowNs = new AtomicLong(1);
  private HttpServer server;
  private ModelServer client;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.start();
    client =
        new ModelServer(
            URI.create("http://user:secret@127.0.0.1:" + server.getAddress().getPort() + "/model"),
            nowNs::get,
            Duration.ofSeconds(2));
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void itIsAskedAsKeplerAsksAndBothAnswersAreUsed() throws Exception {
    answer(
        question ->
            question.get("source").textValue().equals("acpi")
                ? PLATFORM
                : PACKAGE.formatted("SGDRegressorTrainer"),
        200);
    tend();

    OfferedModel answer = client.answer().orElseThrow();
    assertThat(client.fault()).isEmpty();
    assertThat(answer.curves().keySet())
        .containsExactlyInAnyOrder(Component.PACKAGE, Component.PLATFORM);
    assertThat(answer.evidence()).isEqualTo(Evidence.DEFAULT);
    JsonNode question = questions.getFirst();
    assertThat(question.get("metrics").toString())
        .isEqualTo("[\"bpf_cpu_time_ms\",\"bpf_page_cache_hit\"]");
    assertThat(question.get("output_type").textValue()).isEqualTo("AbsPower");
    assertThat(question.get("node_type").intValue()).isEqualTo(-1);
    assertThat(question.get("weight").booleanValue()).isTrue();
    assertThat(question.get("machine_spec").toString())
        .isEqualTo(
            "{\"processor\":\"amd_epyc_9654_96_core_processor\",\"cores\":384,\"chips\":2,\"memory\":768}");
  }

  @Test
  void anOlderServerThatDoesNotKnowTheMachinesSpecIsAskedWithoutIt() throws Exception {
    answer(
        question -> question.has("machine_spec") ? null : PACKAGE.formatted("SGDRegressorTrainer"),
        200);
    tend();

    assertThat(client.fault()).isEmpty();
    assertThat(client.answer().orElseThrow().curves()).containsKey(Component.PACKAGE);
  }

  @Test
  void anAnswerIsKeptForAnHourThenAskedForAgainAndLastsAWeekWithoutTheServer() throws Exception {
    answer(question -> PACKAGE.formatted("SGDRegressorTrainer"), 200);
    tend();
    int first = questions.size();
    pass(Duration.ofMinutes(59));
    tend();
    assertThat(questions).hasSize(first);

    server.stop(0);
    pass(Duration.ofMinutes(2));
    tend();
    assertThat(client.fault().orElseThrow())
        .startsWith("power.estimated.model-server http://127.0.0.1:")
        .contains("/model: no answer (")
        .doesNotContain("secret");
    assertThat(client.answer()).as("what is known is used on").isPresent();

    pass(Duration.ofDays(8));
    tend();
    assertThat(client.answer()).isEmpty();
  }

  @Test
  void aServerThatFailsIsAskedLessAndLessOften() {
    server.stop(0);
    for (int minute = 0; minute < 60; minute++) {
      tend();
      pass(Duration.ofMinutes(1));
    }
    assertThat(client.fault().orElseThrow()).contains("no answer (");
    assertThat(client.attempts()).as("at 0, 1, 3, 7, 15 and 31 minutes").isEqualTo(6);
  }

  @Test
  void hostileAnswersAreFaultsWithTheReason() throws Exception {
    answer(question -> "<html>no</html>", 200);
    assertThat(fault()).contains("is not JSON: Unexpected character ('<'");
    answer(question -> "{}", 200);
    assertThat(fault()).contains("no weights (All_Weights) in it");
    answer(question -> PACKAGE.formatted("SGDRegressorTrainer").replace("500", "NaN"), 200);
    assertThat(fault()).contains("/weight: must be a finite number, not \"NaN\"");
    answer(question -> PACKAGE.formatted("SGDRegressorTrainer").replace("500", "1e300"), 200);
    assertThat(fault()).contains("/package/All_Weights: gives").contains("which cannot be");
    answer(question -> "cannot find model", 400);
    assertThat(fault()).contains("answers with status 400");
    answer(question -> "[" + "1,".repeat(1 << 20) + "1]", 200);
    assertThat(fault()).contains("answers with more than 1 MiB, so it is no model");
  }

  @Test
  void anAnswerThatDripsIsCutShort() {
    server.createContext(
        "/model",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          try {
            for (int i = 0; i < 600; i++) {
              body.write(' ');
              body.flush();
              Thread.sleep(100);
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    long startNs = System.nanoTime();
    tend();

    assertThat(client.fault().orElseThrow()).contains("no answer (timeout)");
    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void nobodyWaitsForTheServer() throws Exception {
    server.createContext("/model", exchange -> {});
    PreferredModel model =
        new PreferredModel(
            Models.NEXT, Optional.empty(), Optional.of(client), Models.BARE, Duration.ofMillis(50));
    long startNs = System.nanoTime();
    Chosen first = model.get();

    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(2));
    assertThat(first).isEqualTo(Models.next());
    Waiting.until(() -> !model.get().faults().isEmpty());
    assertThat(model.get().faults().getFirst().message())
        .contains("no answer (timeout); next/best is used");
  }

  private void tend() {
    client.tend(Models.BARE);
  }

  private void pass(Duration time) {
    nowNs.addAndGet(time.toNanos());
  }

  private String fault() {
    pass(Duration.ofHours(2));
    tend();
    return client.fault().orElseThrow();
  }

  /** What to answer; null for what a server says that does not know the question. */
  private interface Answering {
    @Nullable String of(JsonNode question);
  }

  private void answer(Answering answering, int status) {
    try {
      server.removeContext("/model");
    } catch (IllegalArgumentException ignored) {
      // The first.
    }
    server.createContext(
        "/model",
        exchange -> {
          JsonNode question = new JsonMapper().readTree(exchange.getRequestBody());
          String answer = answering.of(question);
          if (answer == null) {
            send(exchange, 500, "TypeError");
          } else {
            questions.add(question);
            send(exchange, status, answer);
          }
        });
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
