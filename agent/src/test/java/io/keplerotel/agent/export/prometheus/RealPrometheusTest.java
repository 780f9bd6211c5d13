// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.testing.Exposition;
import io.keplerotel.agent.testing.PrometheusServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's Prometheus, which asks for text, and for protobuf where it wants native histograms. */
class RealPrometheusTest {
  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"--log.level=info", "--enable-feature=native-histograms"})
  void takesEverySeriesOfAScrape(String flag) throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1));
        PrometheusServer server = PrometheusServer.scraping(prometheus.port(), directory, flag)) {
      double series = Exposition.of(prometheus.scrape()).series();
      assertThat(server.await("scrape_samples_scraped{job=\"kepler\"} > 0 or up == 0"))
          .isEqualTo(series);
      assertThat(server.await("count({__name__=~\"(kepler|hw)_.+\",job=\"kepler\"})"))
          .isEqualTo(series);
    }
  }
}
