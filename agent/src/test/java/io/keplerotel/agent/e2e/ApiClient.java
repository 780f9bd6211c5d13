// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Requests to the API server with one bearer token; bodies are JSON or YAML, as text. */
final class ApiClient {
  private final SSLContext trust;
  private final String url;
  private final String token;

  ApiClient(SSLContext trust, String url, String token) {
    this.trust = trust;
    this.url = url;
    this.token = token;
  }

  /** An answer; {@code status} is 0 where there was none. */
  record Answer(int status, String body) {
    /** Its body; throws unless the status is 2xx. */
    String ok() {
      if (status / 100 != 2) {
        throw new IllegalStateException("status " + status + ": " + body);
      }
      return body;
    }
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, String json) {
    return send(json(path).POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Answer put(String path, String json) {
    return send(json(path).PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(20))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  /**
   * By a connection of its own, which outlives no API server; closed, or the threads and sockets of
   * thousands of requests would stay until garbage is collected.
   */
  private Answer send(HttpRequest.Builder request) {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Answer(0, String.valueOf(e));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
