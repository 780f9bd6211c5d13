// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A path that answers GET and HEAD; whatever is under it is 404. */
final class Page implements HttpHandler {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  /** Names of containers and processes are others' text: nothing of theirs may run or load. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

  private static final int NO_BODY = -1;

  private final String path;
  private final HttpHandler content;

  private Page(String path, HttpHandler content) {
    this.path = path;
    this.content = content;
  }

  /** A path that another handler answers. */
  static Page of(String path, HttpHandler content) {
    return new Page(path, content);
  }

  /** A path with a small text, made at each request. */
  static Page of(String path, Supplier<Answer> content) {
    return new Page(path, exchange -> send(exchange, content.get()));
  }

  /** A path whose text depends on the query, which may be empty. */
  static Page ofQuery(String path, Function<String, Answer> content) {
    return new Page(
        path,
        exchange ->
            send(
                exchange,
                content.apply(
                    Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""))));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      send(exchange, Answer.text(404, "nothing here; try /"));
    } else if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      send(exchange, Answer.text(405, "only GET and HEAD"));
    } else {
      content.handle(exchange);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      byte[] body = answer.text().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(answer.status(), NO_BODY);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Status, type and text. */
  record Answer(int status, String type, String text) {
    static Answer text(int status, String line) {
      return new Answer(status, TEXT, line + "\n");
    }

    static Answer json(String text) {
      return new Answer(200, JSON, text);
    }
  }
}
