// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.keplerotel.agent.web.Answer.Lines;
import io.keplerotel.agent.web.Answer.Made;
import io.keplerotel.agent.web.Bodies.RefusedException;
import io.keplerotel.agent.web.access.Verdict;
import io.keplerotel.agent.web.access.WebAccess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;

/** A path that answers GET and HEAD; whatever is under it is 404. */
final class Page implements HttpHandler {
  private static final Logger LOG = System.getLogger(Page.class.getName());
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  /** Names of containers and processes are others' text: nothing of theirs may run or load. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

  private static final int NO_BODY = -1;
  private static final int UNAVAILABLE = 503;

  private final WebPage page;
  private final Bodies bodies;
  private final WebAccess access;

  Page(WebPage page, Bodies bodies, WebAccess access) {
    this.page = page;
    this.access = access;
    this.bodies = bodies;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    } catch (IOException e) {
      // Clients come and go; theirs is the loss.
      LOG.log(Level.DEBUG, "a client of {0} hung up: {1}", page.path(), e.getMessage());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (verdict(exchange)) {
      case ADMITTED -> answerAdmitted(exchange);
      case REFUSED -> {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"kepler-agent\"");
        send(exchange, Answer.text(401, "give a user and a password"));
      }
      case BUSY -> busy(exchange, Answer.text(UNAVAILABLE, "too many passwords are being checked"));
    }
  }

  private Verdict verdict(HttpExchange exchange) {
    return switch (page.audience()) {
      case ANYBODY -> Verdict.ADMITTED;
      case USERS -> access.verdict(header(exchange, "Authorization"));
    };
  }

  private void answerAdmitted(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(page.path())) {
      send(exchange, Answer.text(404, "nothing here; try /"));
    } else if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      send(exchange, Answer.text(405, "only GET and HEAD"));
    } else {
      String query = exchange.getRequestURI().getRawQuery();
      send(
          exchange,
          page.content()
              .of(new WebPage.Request(query == null ? "" : query, header(exchange, "Accept"))));
    }
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.body() instanceof Made made) {
      made(exchange, answer, made);
    } else {
      byte[] bytes = ((Lines) answer.body()).text().getBytes(UTF_8);
      head(exchange, answer, bytes.length);
      body(exchange, out -> out.write(bytes));
    }
  }

  private void made(HttpExchange exchange, Answer answer, Made made) throws IOException {
    ZippedBody body;
    try {
      body = bodies.of(made);
    } catch (RefusedException e) {
      if (e.answer().status() == UNAVAILABLE) {
        busy(exchange, e.answer());
      } else {
        send(exchange, e.answer());
      }
      return;
    }
    boolean zip =
        AcceptHeader.parse(header(exchange, "Accept-Encoding")).weight("gzip").orElse(0) > 0;
    if (zip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    head(exchange, answer, body.bytes(zip));
    body(exchange, out -> body.send(out, zip));
  }

  private void busy(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "1");
    send(exchange, answer);
  }

  private void head(HttpExchange exchange, Answer answer, long bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    access.headers().forEach(exchange.getResponseHeaders()::set);
    if (isHead(exchange)) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(bytes));
    }
    exchange.sendResponseHeaders(answer.status(), isHead(exchange) || bytes == 0 ? NO_BODY : bytes);
  }

  private static void body(HttpExchange exchange, Answer.Writing writing) throws IOException {
    if (!isHead(exchange)) {
      writing.writeTo(exchange.getResponseBody());
    }
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private static List<String> header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getOrDefault(name, List.of());
  }
}
