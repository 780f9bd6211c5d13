// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  @Test
  void committedPageIsWhatTheModelSays() throws IOException {
    Path committed = Path.of("../docs/metrics.md");
    assertThat(committed).as("run `make docs`").exists();
    assertThat(Files.readString(committed))
        .as("docs/metrics.md is not what semconv/model says; run `make docs`")
        .isEqualTo(Files.readString(Path.of("target/metrics.md")));
  }
}
