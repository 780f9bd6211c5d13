// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the documents tell people to type. */
class ExecDocumentTest {
  private final CommandTree tree =
      new CommandTree(TestSettings.TABLE, List.of(new ExecCommand(), new TopCommand()));

  @ParameterizedTest
  @ValueSource(strings = {"exec.md", "start.md"})
  void eachCommandLineIsTaken(String document) throws IOException {
    List<String> lines = found(document, "(?m)kepler-agent exec ((?:-[^\\n|;&`]*)?-- )");
    assertThat(lines).hasSizeGreaterThan(4);
    for (String line : lines) {
      String[] words = ("exec " + line + "true").split(" +");
      assertThat(tree.parse(words)).as(line).isInstanceOf(CommandTree.Other.class);
    }
  }

  @Test
  void theJobsAreYaml() throws IOException {
    List<Object> jobs =
        found("exec.md", "(?s)```yaml\\n(.*?)```").stream()
            .map(text -> new Load(LoadSettings.builder().build()).loadFromString(text))
            .toList();
    assertThat(jobs)
        .hasSize(2)
        .allSatisfy(
            job -> assertThat(job).asInstanceOf(InstanceOfAssertFactories.MAP).isNotEmpty());
  }

  private static List<String> found(String document, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of("../docs", document)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
