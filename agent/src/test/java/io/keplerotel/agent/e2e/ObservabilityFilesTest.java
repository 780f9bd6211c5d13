// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards by Grafana's own types, and what only a current promtool can read. */
@Tag("e2e")
class ObservabilityFilesTest {
  private static final Path FOLDER = Chart.ROOT.resolve("observability");

  @TempDir Path folder = Path.of("");

  @Test
  void dashboardsAreAsGrafanaWantsThem() throws IOException {
    assertThat(check(dashboards()).output()).isEmpty();
  }

  /** Or the test above says nothing. */
  @Test
  void aDashboardThatGrafanaDoesNotKnowIsRefused() throws IOException {
    Path bad = folder.resolve("bad.json");
    Files.writeString(
        bad, Files.readString(dashboards().getFirst()).replace("\"gridPos\"", "\"place\""));
    Command.Result result = check(List.of(bad));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("panels[0].Panel: unexpected field 'place'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prometheus.yml", "prometheus-kubernetes.yml", "prometheus-otlp.yml"})
  void configurationIsValid(String file) {
    Command.Result result =
        Command.run(
            FOLDER.resolve("prometheus"),
            Map.of(),
            List.of(E2eTools.path("promtool"), "check", "config", file));
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("SUCCESS").doesNotContain("FAILED");
  }

  private static Command.Result check(List<Path> files) {
    List<String> words = new ArrayList<>(List.of(E2eTools.path("check-dashboards")));
    files.forEach(file -> words.add(file.toString()));
    return Command.run(FOLDER, Map.of(), words);
  }

  private static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
      return files.sorted().toList();
    }
  }
}
