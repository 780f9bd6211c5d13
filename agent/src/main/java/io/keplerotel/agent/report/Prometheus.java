// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.power.remote.Credentials;
import io.keplerotel.agent.power.remote.RemoteException;
import io.keplerotel.agent.power.remote.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A Prometheus by its HTTP API, and what has the same: Thanos, Mimir, VictoriaMetrics. */
public final class Prometheus implements MetricServer {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final int SHOWN_CHARACTERS = 300;
  private static final int MOST_SAID_BYTES = 1 << 16;

  /** Stands for an answer that says nothing by its name. */
  private static final String BROKEN = "";

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Access access;
  private final HttpClient client;
  private final Patience patience;

  private Prometheus(Access access, HttpClient client, Patience patience) {
    this.access = access;
    this.client = client;
    this.patience = patience;
  }

  /**
   * How it is reached.
   *
   * @param base its address, to which {@code /api/v1/query_range} is added
   * @param credentials file with what it wants to see; empty for nothing
   * @param caFile who has signed its certificate; empty for whom the Java runtime trusts
   * @param headers more that each request has, such as a tenant's name
   */
  public record Access(
      URI base, Optional<Path> credentials, Optional<Path> caFile, Map<String, String> headers) {
    /** Takes a copy. */
    public Access {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Asks nothing yet.
   *
   * @throws ReportException if the file with authorities cannot be used
   */
  public static Prometheus at(Access access, Patience patience) throws ReportException {
    HttpClient.Builder client =
        // Whoever it would be sent on to must not see the credentials.
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (access.caFile().isPresent()) {
      try {
        client.sslContext(Trust.context(access.caFile().get()));
      } catch (RemoteException e) {
        throw ReportException.ofInput(String.valueOf(e.getMessage()));
      }
    }
    return new Prometheus(access, client.build(), patience);
  }

  @Override
  public String name() {
    return PlainText.of(access.base().toString(), SHOWN_CHARACTERS);
  }

  @Override
  public void ask(String query, Span span, Sink sink) throws ReportException {
    HttpRequest request = request(query, span);
    try (Patience.Wait wait = patience.begin(name())) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = wait.limited(response.body())) {
        read(response, body, sink);
      }
    } catch (HttpConnectTimeoutException e) {
      throw new ReportException(
          "cannot ask %s: no connection within %d s; is a Prometheus there, and does it speak %s?"
              .formatted(name(), CONNECT_PATIENCE.toSeconds(), access.base().getScheme()));
    } catch (HttpTimeoutException e) {
      throw ReportException.tooMuch(
          "%s has not answered within %s; ask for a shorter time, or load the recording rules"
              .formatted(name(), patience.shown()));
    } catch (SSLException e) {
      boolean isPlain = message(e).contains("SSL message");
      throw new ReportException(
          isPlain
              ? "cannot ask %s: it does not speak TLS there; is its address one with http://?"
                  .formatted(name())
              : "cannot ask %s: %s; --ca-file names who has signed its certificate"
                  .formatted(name(), message(e)));
    } catch (IOException e) {
      throw new ReportException(
          "cannot ask %s: %s; is a Prometheus there? --prometheus says where"
              .formatted(name(), message(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReportException("interrupted");
    }
  }

  private HttpRequest request(String query, Span span) throws ReportException {
    String base = access.base().toString().replaceFirst("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/api/v1/query_range"))
            .timeout(patience.limit())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "query=%s&start=%s&end=%s&step=%d"
                        .formatted(
                            URLEncoder.encode(query, UTF_8),
                            seconds(span.first()),
                            seconds(span.last()),
                            span.step().toSeconds())));
    access.headers().forEach(request::setHeader);
    try {
      switch (Credentials.read(access.credentials())) {
        case Credentials.None ignored -> {}
        case Credentials.Login login -> request.setHeader("Authorization", login.basic());
        case Credentials.Token token ->
            request.setHeader("Authorization", "Bearer " + token.token());
      }
    } catch (RemoteException e) {
      throw ReportException.ofInput(String.valueOf(e.getMessage()));
    }
    return request.build();
  }

  private static String seconds(Instant time) {
    return Long.toString(time.getEpochSecond());
  }

  private void read(HttpResponse<InputStream> response, InputStream body, Sink sink)
      throws IOException, ReportException {
    int status = response.statusCode();
    Refusal refusal = new Refusal(name(), status);
    if (status == 401 || status == 403) {
      throw refusal.unwelcome(access.credentials());
    }
    Optional<String> moved = response.headers().firstValue("Location");
    if (moved.isPresent()) {
      throw refusal.moved(moved.get());
    }
    if (status < 400) {
      Map<String, String> said = read(body, sink);
      if (!said.isEmpty()) {
        throw refusal.of(said, "");
      }
      return;
    }
    byte[] words = body.readNBytes(MOST_SAID_BYTES);
    throw refusal.of(read(new ByteArrayInputStream(words), sink), new String(words, UTF_8));
  }

  /**
   * Series by series, as the whole may be larger than memory.
   *
   * @return texts by their names where it is no result; empty for a result
   */
  private static Map<String, String> read(InputStream body, Sink sink) throws IOException {
    Map<String, String> said = new HashMap<>();
    boolean found = false;
    try (JsonParser parser = MAPPER.createParser(body)) {
      while (parser.nextToken() != null) {
        String field = parser.currentName();
        if (parser.currentToken() == JsonToken.START_ARRAY && "result".equals(field)) {
          found = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            take(MAPPER.readTree(parser), sink);
          }
        } else if (parser.currentToken() == JsonToken.VALUE_STRING && field != null) {
          said.put(field, parser.getText());
        }
      }
    } catch (JsonProcessingException ignored) {
      // What is half an answer is none, and is said so by the caller.
      return Map.of(BROKEN, "");
    }
    if (found) {
      return Map.of();
    }
    said.putIfAbsent(BROKEN, "");
    return said;
  }

  private static void take(JsonNode series, Sink sink) {
    Map<String, String> labels = new HashMap<>();
    series
        .path("metric")
        .properties()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    for (JsonNode point : series.path("values")) {
      double value = point.path(1).asDouble(Double.NaN);
      if (Double.isFinite(value)) {
        sink.take(labels, Instant.ofEpochSecond(point.path(0).asLong()), value);
      }
    }
  }

  private static String message(IOException e) {
    Throwable cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null
        ? "no connection"
        : PlainText.of(cause.getMessage(), SHOWN_CHARACTERS);
  }
}
