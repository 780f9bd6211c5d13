// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveJson;
import io.keplerotel.agent.live.LiveView;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running agent. */
public final class AgentSource implements LiveSource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI address;

  /**
   * Assigns.
   *
   * @param agent its address, such as {@code http://localhost:9103}
   */
  public AgentSource(URI agent) {
    this.address = agent.resolve("/live.json");
  }

  /** Whether anybody listens there. */
  public boolean answers() {
    try {
      ask();
      return true;
    } catch (ConnectException ignored) {
      // Nobody listens, which is the answer.
      return false;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  @Override
  public LiveView view() {
    try {
      HttpResponse<String> response = ask();
      if (response.statusCode() == UNAUTHORIZED) {
        throw new TopException(
            address + " wants a password, which top does not send: use its page in the browser");
      }
      if (response.statusCode() != 200) {
        throw new TopException(
            "%s answers %d: what listens there is no agent, or an older one"
                .formatted(address, response.statusCode()));
      }
      return LiveJson.read(response.body());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (IllegalArgumentException e) {
      throw new TopException(address + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    // The client has no connection of its own that would outlive the process.
  }

  private HttpResponse<String> ask() throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopException("interrupted");
    }
  }

  private TopException unreachable(IOException e) {
    String why = e.getMessage() == null ? "no connection" : e.getMessage();
    if (why.contains("HTTP/1.1 status line")) {
      return new TopException(
          address
              + " does not speak plain HTTP: of an agent with TLS use the page in the browser, by https");
    }
    return new TopException(
        "cannot ask %s: %s; is the agent there? --url says where".formatted(address, why));
  }
}
