// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and configuration for Prometheus, by Debian's promtool. */
class PrometheusFilesTest {
  private static final Path FOLDER = Path.of("../observability/prometheus");
  private static final String PROMTOOL = "/usr/bin/promtool";

  static List<Path> rules() throws IOException {
    return files("rules");
  }

  static List<Path> tests() throws IOException {
    return files("tests");
  }

  @BeforeAll
  static void promtool() {
    Requirement.PROMETHEUS.unless(
        Files.isExecutable(Path.of(PROMTOOL)),
        PROMTOOL + " is not installed (apt-get install prometheus)");
  }

  @Test
  void theConfigurationOfTheGuideIsValid() {
    assertThat(run("check config", FOLDER.resolve("prometheus.yml")))
        .contains("3 rule files found", "is valid prometheus config file syntax")
        .doesNotContain("FAILED");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesAreValid(Path file) {
    assertThat(run("check rules", file)).contains("SUCCESS").doesNotContain("FAILED");
  }

  @ParameterizedTest
  @MethodSource("tests")
  void rulesGiveWhatTheirTestsSay(Path file) {
    assertThat(run("test rules", file)).contains("SUCCESS").doesNotContain("FAILED");
  }

  @Test
  void everyFileOfRulesHasATest() throws IOException {
    for (Path file : rules()) {
      assertThat(tests())
          .as(file.toString())
          .anySatisfy(
              test -> assertThat(test).content().contains("../rules/" + file.getFileName()));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesNameOnlyMetricsThatTheAgentHas(Path file) throws IOException {
    assertThat(MetricNames.unknownIn(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"reports.md, recipes.test.yml", "promql.md, cookbook.test.yml"})
  void theQueriesThatPagesAdviseAreTested(String page, String test) throws IOException {
    String tests = withoutSpace(Files.readString(FOLDER.resolve("tests").resolve(test)));
    List<String> queries = queries(page);
    assertThat(queries).isNotEmpty();
    assertThat(queries).allSatisfy(query -> assertThat(tests).contains(withoutSpace(query)));
  }

  @Test
  void theTestsOfTheCookbookAskNothingThatThePageDoesNotSay() throws IOException {
    String tests = Files.readString(FOLDER.resolve("tests/cookbook.test.yml"));
    assertThat(Pattern.compile("- expr:").matcher(tests).results())
        .hasSameSizeAs(queries("promql.md"));
  }

  @Test
  void theCookbookNamesOnlyMetricsThatTheAgentHas() throws IOException {
    assertThat(MetricNames.unknownIn(String.join("\n", queries("promql.md")))).isEmpty();
  }

  private static List<String> queries(String page) throws IOException {
    return Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../docs").resolve(page)))
        .results()
        .map(query -> query.group(1))
        .toList();
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }

  private static String run(String command, Path file) {
    return Shell.run("%s %s %s; echo status $?".formatted(PROMTOOL, command, file));
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> found = Files.list(FOLDER.resolve(folder))) {
      return found.sorted().toList();
    }
  }
}
