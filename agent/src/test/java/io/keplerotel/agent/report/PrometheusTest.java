// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.report.MetricServer.Span;
import io.keplerotel.agent.report.Prometheus.Access;
import io.keplerotel.agent.testing.FakeServer;
import io.keplerotel.agent.testing.FakeServer.Answer;
import io.keplerotel.agent.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusTest {
  private static final Span SPAN =
      new Span(Instant.ofEpochSecond(3600), Instant.ofEpochSecond(7200), Duration.ofHours(1));
  private static final Patience PATIENCE = Patience.telling(System.err::println);
  private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

  @TempDir private Path folder;
  private final List<String> taken = new ArrayList<>();

  @Test
  void valuesComeSeriesBySeriesAndWhatIsNoNumberIsLeftOut() throws Exception {
    String answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"namespace":"shop"},"values":[[3600,"1.5"],[7200,"2"]]},
          {"values":[[3600,"NaN"],[7200,"+Inf"],[7200.5,"3"]],"metric":{}}]}}""";
    List<String> bodies = new ArrayList<>();
    try (FakeServer server =
        FakeServer.plain(
            exchange -> {
              bodies.add(
                  exchange.getRequestURI()
                      + " "
                      + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
              return new Answer(200, answer);
            })) {
      ask(access(server.url("/prefix/")));
    }
    assertThat(taken)
        .containsExactly("{namespace=shop} 3600 1.5", "{namespace=shop} 7200 2.0", "{} 7200 3.0");
    assertThat(bodies)
        .containsExactly(
            "/prefix/api/v1/query_range query=up%7Ba%3D%22%26%22%7D&start=3600&end=7200&step=3600");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | no | refuses to answer (401): name a file with user: and password:, or token:, by --credentials-file",
        "403 | no | refuses to answer (403)",
        "200 | <html>Grafana</html> | answers 200 with what is no answer of a Prometheus; --prometheus is the address before /api/v1",
        "404 | 404 page not found | answers 404 with what is no answer of a Prometheus",
        "500 | <html><h1>Internal Server Error</h1>\u0007 no disk</html> | answers 500: Internal Server Error \\u0007 no disk",
        "503 | upstream connect error | answers 503: upstream connect error; try again later",
        "503 | {~message~:~no upstream~} | answers 503: {~message~:~no upstream~}; try again later",
        "429 | | answers 429; try again later",
        "503 | {~status~:~error~,~errorType~:~unavailable~,~error~:~TSDB not ready~} | answers 503: TSDB not ready; try again later",
        "400 | Client sent an HTTP request to an HTTPS server. | answers 400: Client sent an HTTP request to an HTTPS server.",
        "200 | {~status~:~success~,~data~:{~result~:[{~metric~: | with what is no answer of a Prometheus",
        "400 | {~status~:~error~,~errorType~:~bad_data~,~error~:~parse error~} | : parse error",
      })
  void whatIsNoAnswerIsSaid(int status, @Nullable String body, String said) {
    try (FakeServer server =
        FakeServer.plain(
            exchange -> new Answer(status, body == null ? "" : body.replace('~', '"')))) {
      assertThatThrownBy(() -> ask(access(server.url("/"))))
          .isInstanceOfSatisfying(ReportException.class, e -> assertThat(e.isTooMuch()).isFalse())
          .hasMessageContaining("http://127.0.0.1:")
          .hasMessageContaining(said.replace('~', '"'));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "execution, query processing would load too many samples into memory",
    "timeout, query timed out in expression evaluation",
  })
  void whatIsTooMuchIsToldApart(String type, String error) {
    String body =
        "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"%s\"}".formatted(type, error);
    try (FakeServer server = FakeServer.plain(exchange -> new Answer(422, body))) {
      assertThatThrownBy(() -> ask(access(server.url("/"))))
          .isInstanceOfSatisfying(ReportException.class, e -> assertThat(e.isTooMuch()).isTrue())
          .hasMessageContaining(error);
    }
  }

  @Test
  void credentialsAreNotSentOnToWhereverAServerPoints() throws Exception {
    List<String> asked = new ArrayList<>();
    try (FakeServer other =
            FakeServer.plain(
                exchange -> {
                  asked.add("other");
                  return new Answer(200, EMPTY);
                });
        FakeServer server =
            FakeServer.plain(
                exchange -> {
                  exchange.getResponseHeaders().set("Location", other.url("/").toString());
                  return new Answer(307, "");
                })) {
      assertThatThrownBy(() -> ask(access(server.url("/"))))
          .hasMessageContaining(" sends on to " + other.url("/") + " (307): name that address");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whereNobodyListensIsSaid() {
    assertThatThrownBy(() -> ask(access(URI.create("http://127.0.0.1:1"))))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "cannot ask http://127.0.0.1:1: no connection; is a Prometheus there? --prometheus says where");
  }

  @Test
  void credentialsThatAreNotAcceptedAreToldByTheirFile() throws Exception {
    Path file = Files.writeString(folder.resolve("credentials"), "token: abc");
    try (FakeServer server = FakeServer.plain(exchange -> new Answer(401, ""))) {
      Access access = new Access(server.url("/"), Optional.of(file), Optional.empty(), Map.of());
      assertThatThrownBy(() -> ask(access))
          .hasMessageContaining("(401): the credentials of " + file + " are not accepted");
    }
  }

  @Test
  void credentialsThatAreNoneAreNotSent() throws Exception {
    Path file = Files.writeString(folder.resolve("credentials"), "pasword: geheim\n");
    List<String> asked = new ArrayList<>();
    try (FakeServer server =
        FakeServer.plain(
            exchange -> {
              asked.add("asked");
              return new Answer(200, EMPTY);
            })) {
      Access access = new Access(server.url("/"), Optional.of(file), Optional.empty(), Map.of());
      assertThatThrownBy(() -> ask(access))
          .isInstanceOfSatisfying(ReportException.class, e -> assertThat(e.isOfInput()).isTrue())
          .hasMessageContaining("does not mean anything by pasword")
          .hasMessageNotContaining("geheim");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aPlainPortIsNotSaidToHaveAWrongCertificate() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(
          () -> {
            try (Socket socket = server.accept()) {
              // As a server in Go answers whoever begins with TLS.
              socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
              socket.getInputStream().readAllBytes();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      URI tls = URI.create("https://127.0.0.1:" + server.getLocalPort());
      assertThatThrownBy(() -> ask(access(tls))).hasMessageContaining("it does not speak TLS");
    }
  }

  @Test
  void aLongWaitIsToldOnceAndHasALimit() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    List<String> lines = new CopyOnWriteArrayList<>();
    Patience patience =
        new Patience(
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            line -> {
              lines.add(line);
              told.countDown();
            });
    try (FakeServer server =
        FakeServer.plain(
            exchange -> {
              await(told);
              return new Answer(200, EMPTY);
            })) {
      Prometheus prometheus = Prometheus.at(access(server.url("/")), patience);
      prometheus.ask("up", SPAN, (labels, time, value) -> {});
      prometheus.ask("up", SPAN, (labels, time, value) -> {});
      assertThat(lines)
          .singleElement()
          .asString()
          .isEqualTo("waiting for " + prometheus.name() + ", which has 1 min for each answer");
    }
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    try (FakeServer server =
        FakeServer.plain(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write("{".getBytes(UTF_8));
              exchange.getResponseBody().flush();
              await(givenUp);
              return new Answer(200, "");
            })) {
      Patience patience = new Patience(Duration.ofHours(1), Duration.ofMillis(300), line -> {});
      Prometheus prometheus = Prometheus.at(access(server.url("/")), patience);
      assertThatThrownBy(() -> prometheus.ask("up", SPAN, (labels, time, value) -> {}))
          .isInstanceOfSatisfying(ReportException.class, e -> assertThat(e.isTooMuch()).isTrue())
          .hasMessageContaining("has not answered within 300 ms");
      givenUp.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"token: abc, Bearer abc", "'user: u\npassword: p', Basic dTpw"})
  void credentialsAndHeadersAreShown(String text, String header) throws Exception {
    Path file = Files.writeString(folder.resolve("credentials"), text);
    List<String> seen = new ArrayList<>();
    try (FakeServer server =
        FakeServer.plain(
            exchange -> {
              seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
              seen.add(exchange.getRequestHeaders().getFirst("X-Scope-OrgID"));
              return new Answer(200, EMPTY);
            })) {
      ask(
          new Access(
              server.url("/"), Optional.of(file), Optional.empty(), Map.of("X-Scope-OrgID", "t")));
    }
    assertThat(seen).containsExactly(header, "t");
  }

  @Test
  void anAuthorityOfItsOwnIsTrustedWhereItIsNamed() throws Exception {
    TestAuthority authority = TestAuthority.create(folder).issue("tls");
    try (FakeServer server = FakeServer.tls(authority, "tls", exchange -> new Answer(200, EMPTY))) {
      assertThatThrownBy(() -> ask(access(server.url("/"))))
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("--ca-file names who has signed its certificate");
      ask(
          new Access(
              server.url("/"), Optional.empty(), Optional.of(folder.resolve("ca.crt")), Map.of()));
    }
    assertThatThrownBy(
            () ->
                Prometheus.at(
                    new Access(
                        URI.create("https://localhost"),
                        Optional.empty(),
                        Optional.of(folder.resolve("none.crt")),
                        Map.of()),
                    PATIENCE))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("none.crt");
  }

  private void ask(Access access) throws ReportException {
    Prometheus.at(access, PATIENCE)
        .ask(
            "up{a=\"&\"}",
            SPAN,
            (labels, time, value) -> taken.add(labels + " " + time.getEpochSecond() + " " + value));
  }

  private static Access access(URI base) {
    return new Access(base, Optional.empty(), Optional.empty(), Map.of());
  }
}
