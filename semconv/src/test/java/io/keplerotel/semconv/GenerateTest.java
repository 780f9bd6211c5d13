// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the generator as the build does, on models that are not right. */
class GenerateTest {
  private static final String ATTRIBUTE =
      """
      groups:
        - id: registry.a
          type: attribute_group
          display_name: A
          brief: A.
          attributes:
            - {id: mode, type: string, stability: stable, brief: Mode.}
      """;
  private static final String METRIC =
      """
        - id: metric.kepler.node
          type: metric
          metric_name: kepler.node
          instrument: counter
          stability: stable
          brief: Energy.
      """;
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final String UNIT = "    unit: J\n";

  @TempDir Path folder;

  @Test
  void rightModelMakesConstants() throws Exception {
    assertThat(generate(ATTRIBUTE + METRIC + UNIT)).isEmpty();
    assertThat(folder.resolve("io/keplerotel/semconv/Model.java"))
        .content()
        .contains("NODE", "kepler_node_joules_total");
  }

  @Test
  void metricWithoutUnitIsNamed() throws Exception {
    assertThat(generate(ATTRIBUTE + METRIC))
        .contains("model.yaml: metric.kepler.node: missing unit");
  }

  @Test
  void unknownRefIsNamed() throws Exception {
    String refs = "    attributes: [{ref: mood, requirement_level: required}]\n";
    assertThat(generate(ATTRIBUTE + METRIC + UNIT + refs))
        .contains("model.yaml: metric.kepler.node: unknown ref mood");
  }

  @Test
  void twoMetricsThatAScrapeWouldShowAsOneAreNamed() throws Exception {
    String twin = METRIC.replace("kepler.node", "kepler_node") + UNIT;
    assertThat(generate(ATTRIBUTE + METRIC + UNIT + twin))
        .contains("model.yaml: metric.kepler_node: another metric has this name");
  }

  @Test
  void attributeThatStandsTwiceIsNamed() throws Exception {
    String twin = "      - {id: mode, type: string, stability: stable, brief: Mode.}\n";
    assertThat(generate(ATTRIBUTE + twin))
        .contains("model.yaml: mode: another attribute has this id");
  }

  private String generate(String model) throws IOException, InterruptedException {
    Path models = Files.createDirectory(folder.resolve("model"));
    Files.writeString(models.resolve("model.yaml"), model);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                CLASS_PATH + File.pathSeparator + "target/generator",
                "io.keplerotel.semconv.build.Generate",
                models.toString(),
                folder.toString(),
                folder.resolve("metrics.md").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(output.isEmpty() ? 0 : 1);
    return output;
  }
}
