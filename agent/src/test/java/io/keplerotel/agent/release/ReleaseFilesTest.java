// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Shell;
import io.keplerotel.agent.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a release is made of says the same in all its places; building one is {@code make release}.
 */
class ReleaseFilesTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void chartManifestsAndChangelogNameTheVersionOfThePom() {
    assertThat(Shell.run("../release/version")).matches("\\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void anotherVersionThanThatOfThePomIsRefused() {
    assertThat(Shell.run("../release/version 99.0.0 || echo refused"))
        .contains("99.0.0")
        .endsWith("refused\n");
  }

  @Test
  void theServicesSettingsAreValidAndPushNothing() throws Exception {
    var settings =
        TestSettings.load(Optional.of(ROOT.resolve("release/config.yaml")), Map.of(), Map.of());

    assertThat(settings.export().otlp()).isFalse();
  }

  @Test
  void theServiceHasTheCapabilitiesThatItIsBoundedTo() throws IOException {
    String unit = text("release/kepler-agent.service");

    assertThat(found(unit, "(?m)^AmbientCapabilities=(.*)$"))
        .hasSize(1)
        .isEqualTo(found(unit, "(?m)^CapabilityBoundingSet=(.*)$"));
  }

  @Test
  void whatComposeMountsIsThere() throws IOException {
    List<String> sources = found(text("compose.yaml"), "(?m)(?:- |\")(\\./[^:]*):");

    assertThat(sources).hasSize(5).allMatch(source -> Files.exists(ROOT.resolve(source)));
  }

  @Test
  void composeRunsTheImageOfThisVersion() throws IOException {
    String version = Shell.run("../release/version").strip();

    assertThat(found(text("compose.yaml"), "kepler-agent:([0-9.]+)")).containsExactly(version);
  }

  @Test
  void theYamlOfTheForgeCanBeRead() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(".github"))) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".yml")).toList();

      assertThat(pages).hasSizeGreaterThan(4).allSatisfy(ReleaseFilesTest::read);
    }
  }

  private static void read(Path file) throws IOException {
    assertThat(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)))
        .isInstanceOf(Map.class);
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
