// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecCommandTest {
  private final CommandTree tree =
      new CommandTree(TestSettings.TABLE, List.of(new ExecCommand(), new TopCommand()));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream err = System.err;

  @TempDir private Path folder;

  @BeforeEach
  void listen() throws Exception {
    Files.writeString(folder.resolve("text"), "no program");
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127 | there is no such program in PATH | no-such-program-at-all",
        "127 | there is no such file | ./no-such-file",
        "126 | see its permissions | FOLDER/text",
        "125 | the command was not run | --output=FOLDER/none/x.json true",
        "125 | the command was not run | --output=FOLDER --json true",
        "2 | no command to run | --",
        "2 | no command to run | -q",
        "2 | --repeat: from 1 to 10000 | --repeat=0 true",
        "2 | --json or --csv, not both | --json --csv true",
        "2 | --settle: must be a duration | --settle=long true",
        "2 | --interval: must be | --interval=1h true",
        "2 | say --json or --csv | --output=x.txt true",
        "2 | --price: from 0 | --price=-1 true",
        "2 | --grid: from 0 | --grid=NaN true",
        "2 | that of a --price | --currency=EUR true",
        "2 | did you mean --repeat? | --repaet=2 true",
      })
  void whatCannotBeRunIsSaid(int status, String said, String arguments) {
    List<String> line = new ArrayList<>(List.of("exec"));
    for (String argument : arguments.split(" ", -1)) {
      line.add(argument.replace("FOLDER", folder.toString()));
    }
    assertThat(tree.answer(tree.parse(line.toArray(String[]::new)))).isEqualTo(status);
    assertThat(printed.toString(UTF_8)).startsWith("kepler-agent exec: ").contains(said);
  }
}
