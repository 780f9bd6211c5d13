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
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A Prometheus by its HTTP API, and what has the same: Thanos, Mimir, VictoriaMetrics. */
public final class Prometheus implements MetricServer {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SHOWN_CHARACTERS = 300;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Access access;
  private final HttpClient client;

  private Prometheus(Access access, HttpClient client) {
    this.access = access;
    this.client = client;
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
  public static Prometheus at(Access access) throws ReportException {
    HttpClient.Builder client =
        // Whoever it would be sent on to must not see the credentials.
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (access.caFile().isPresent()) {
      try {
        client.sslContext(Trust.context(access.caFile().get()));
      } catch (RemoteException e) {
        throw new ReportException(e.getMessage());
      }
    }
    return new Prometheus(access, client.build());
  }

  @Override
  public String name() {
    return PlainText.of(access.base().toString(), SHOWN_CHARACTERS);
  }

  @Override
  public void ask(String query, Span span, Sink sink) throws ReportException {
    HttpRequest request = request(query, span);
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() == 401 || response.statusCode() == 403) {
          throw new ReportException(
              "%s refuses to answer (%d): name a file with user: and password:, or token:, by --credentials-file"
                  .formatted(name(), response.statusCode()));
        }
        Optional<String> moved = response.headers().firstValue("Location");
        if (moved.isPresent()) {
          throw new ReportException(
              "%s sends on to %s (%d): name that address by --prometheus"
                  .formatted(
                      name(), PlainText.of(moved.get(), SHOWN_CHARACTERS), response.statusCode()));
        }
        read(body, response.statusCode(), sink);
      }
    } catch (HttpTimeoutException e) {
      throw ReportException.tooMuch(
          "%s has not answered within %s; ask for a shorter time, or load the recording rules"
              .formatted(name(), PATIENCE.toString().substring(2).toLowerCase(Locale.ROOT)));
    } catch (SSLException e) {
      throw new ReportException(
          "cannot ask %s: %s; --ca-file names who has signed its certificate"
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
            .timeout(PATIENCE)
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
      throw new ReportException(e.getMessage());
    }
    return request.build();
  }

  private static String seconds(Instant time) {
    return Long.toString(time.getEpochSecond());
  }

  /** Series by series, as the whole may be larger than memory. */
  private void read(InputStream body, int status, Sink sink) throws IOException, ReportException {
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
      // What is half an answer is none, and is said so below.
      found = false;
      said.remove("error");
    }
    if (!found) {
      throw refused(status, said);
    }
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

  private ReportException refused(int status, Map<String, String> said) {
    String error = said.get("error");
    if (error == null) {
      return new ReportException(
          "%s answers %d with what is no answer of a Prometheus; --prometheus is the address before /api/v1, such as http://prometheus:9090"
              .formatted(name(), status));
    }
    String why = "%s: %s".formatted(name(), PlainText.of(error, SHOWN_CHARACTERS));
    boolean tooMuch =
        "timeout".equals(said.get("errorType"))
            || error.contains("too many samples")
            || error.contains("timed out");
    return tooMuch ? ReportException.tooMuch(why) : new ReportException(why);
  }

  private static String message(IOException e) {
    Throwable cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null
        ? "no connection"
        : PlainText.of(cause.getMessage(), SHOWN_CHARACTERS);
  }
}
