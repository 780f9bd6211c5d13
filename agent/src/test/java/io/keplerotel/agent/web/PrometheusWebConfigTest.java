// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.ListenAddress;
import io.keplerotel.agent.testing.PrometheusServer;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.TestAuthority;
import io.keplerotel.agent.web.access.WebAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Debian's Prometheus and its promtool, with the example of the documentation. */
class PrometheusWebConfigTest {
  private static final Path EXAMPLE = Path.of("..", "docs", "examples", "web-config.yml");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"an-example, prometheus, 1", "wrong, prometheus, 0", "an-example, stranger, 0"})
  void scrapesWithCertificateAndPassword(String password, String certificate, double up)
      throws Exception {
    TestAuthority authority = example();
    TestAuthority.create(folder.resolve("other")).issue("stranger");
    authority.run("cp -n other/stranger.* .");
    WebServer server =
        new WebServer(
            List.of(new ListenAddress("127.0.0.1", 0)),
            new WebAccess(Optional.of(folder.resolve("web-config.yml")), System::nanoTime),
            List.of(new WebPage("/metrics", request -> Answer.text(200, "kepler_trial_joules 7"))));
    try (server) {
      server.start();
      String how =
          """
          scheme: https
          tls_config: {ca_file: %1$s/ca.crt, cert_file: %1$s/%2$s.crt, key_file: %1$s/%2$s.key}
          basic_auth: {username: prometheus, password: %3$s}
          """
              .formatted(folder, certificate, password);
      try (PrometheusServer prometheus =
          PrometheusServer.scraping(server.port(), how, folder, "--log.level=info")) {
        assertThat(prometheus.await("up{job=\"kepler\"}")).isEqualTo(up);
      }
    }
  }

  @Test
  void promtoolTakesTheExample() throws Exception {
    Requirement.PROMETHEUS.unless(
        Files.isExecutable(PROMTOOL), PROMTOOL + " is not installed (apt-get install prometheus)");
    example().run(PROMTOOL + " check web-config web-config.yml");
  }

  /** The example, beside the files that it names. */
  private TestAuthority example() throws Exception {
    TestAuthority authority = TestAuthority.create(folder).issue("tls").issue("prometheus");
    Files.copy(EXAMPLE, folder.resolve("web-config.yml"));
    return authority;
  }
}
