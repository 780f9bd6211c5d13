// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ManualPageTest {
  private static final List<String> COMMANDS =
      AgentMain.SUBCOMMANDS.stream().map(Subcommand::name).toList();

  @Test
  void eachCommandIsInTheManualPage() throws IOException {
    assertThat(found("../release/kepler-agent.1", "\\.TP\\n\\.B[IR]? \"?([a-z]+)"))
        .containsExactlyInAnyOrderElementsOf(COMMANDS);
  }

  @Test
  void eachCommandIsInTheDocumentOfTheCommandLine() throws IOException {
    assertThat(found("../docs/command-line.md", "(?m)^\\| `([a-z]+)[` ]"))
        .containsExactlyInAnyOrderElementsOf(COMMANDS);
  }

  private static List<String> found(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
