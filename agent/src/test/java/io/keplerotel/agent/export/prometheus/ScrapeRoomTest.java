// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.web.Checks;
import io.keplerotel.agent.web.WebServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ScrapeRoomTest {
  private final AtomicBoolean there = new AtomicBoolean();

  @Test
  void aScrapeThatDoesNotFitIsRefusedAndHealthAndPagesAreNot() throws Exception {
    try (PrometheusEndpoint endpoint = new PrometheusEndpoint(List.of());
        WebServer server =
            Checks.server(
                Checks.good(),
                Views::shop,
                endpoint.scrapes(Scrapes.CreatedLines.LEFT_OUT, there::get).page())) {
      server.start();
      HttpResponse<String> refused = Http.get(server.port(), "/metrics");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(refused.body()).contains("memory has no room");
      for (String path : List.of("/healthz", "/readyz", "/", "/live.json")) {
        assertThat(Http.get(server.port(), path).statusCode()).as(path).isEqualTo(200);
      }
      there.set(true);
      assertThat(Http.get(server.port(), "/metrics").statusCode()).isEqualTo(200);
    }
  }
}
