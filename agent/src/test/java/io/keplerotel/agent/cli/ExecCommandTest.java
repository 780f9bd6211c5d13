// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.cli.ExecOutput.Form;
import io.keplerotel.agent.exec.Outcome;
import io.keplerotel.agent.exec.Result;
import io.keplerotel.agent.exec.Result.Method;
import io.keplerotel.agent.exec.Run;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        "125 | cannot write FOLDER/none/x.json: No such file or directory; | --output=FOLDER/none/x.json true",
        "125 | cannot compare with FOLDER/text: it is no JSON; | --against=FOLDER/text true",
        "125 | cannot compare with FOLDER/none: there is no such file; | --against=FOLDER/none true",
        "2 | no command to run | --",
        "2 | -q prints nothing: say with --output | -q --json true",
        "2 | -q prints nothing: say with --output | -q --csv true",
        "2 | --max-increase needs an earlier result: --against | --max-increase=10% true",
        "2 | --max-increase: must be a percentage | --against=x.json --max-increase=-1 true",
        "2 | --max-joules: must be a number from 0 | --max-joules=-1 true",
        "2 | --max-cpu-seconds: must be a number from 0 | --max-cpu-seconds=NaN true",
        "2 | no command to run | -q",
        "2 | --repeat: from 1 to 10000 | --repeat=0 true",
        "2 | --json or --csv, not both | --json --csv true",
        "2 | --settle: must be a duration | --settle=long true",
        "2 | --interval: must be | --interval=1h true",
        "2 | say --json or --csv | --output=x.txt true",
        "2 | --price: from 0 | --price=-1 true",
        "2 | --price: '0,31' is no number; the decimal sign is a point, as in 0.31 | --price=0,31 true",
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
    assertThat(printed.toString(UTF_8))
        .startsWith("kepler-agent exec: ")
        .contains(said.replace("FOLDER", folder.toString()));
  }

  @Test
  void helpNamesTheIntervalAndThatSettingsAreFlags() {
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      assertThat(tree.answer(tree.parse("exec", "--help"))).isZero();
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(UTF_8).replaceAll("\\s+", " "))
        .contains("--interval=DURATION Time between two readings. Default: 250ms.")
        .contains("it goes to standard error, as the command's own messages do.")
        .contains("Such as 10%.")
        .contains("All settings of the agent are flags here too: kepler-agent --help.");
  }

  @Test
  void theIntervalMayStandBeforeTheCommandToo() {
    assertThat(tree.answer(tree.parse("--interval=1h", "exec", "true"))).isEqualTo(2);
    assertThat(printed.toString(UTF_8)).contains("--interval: must be");
  }

  @Test
  void whatCannotBeWrittenIsPrintedInstead() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    ExecOutput output = new ExecOutput(Form.JSON, Optional.of(gone.resolve("x.json")), true);
    output.checkWritable();
    assertThat(gone).isEmptyDirectory();
    Files.delete(gone);
    output.show(outcome(List.of("used 2134 J, the limit is 2000 J")));
    assertThat(printed.toString(UTF_8))
        .contains("kepler-agent exec: make\n")
        .contains("energy ")
        .contains("cannot write " + gone + "/x.json: No such file or directory; the figures are")
        .endsWith("kepler-agent exec: used 2134 J, the limit is 2000 J\n");
  }

  @Test
  void aFileIsReplacedAsAWholeAndQuietIsQuiet() throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "an older one");
    ExecOutput output = new ExecOutput(Form.CSV, Optional.of(file), true);
    output.checkWritable();
    assertThat(file).hasContent("an older one");
    output.show(outcome(List.of()));
    assertThat(Files.readString(file)).startsWith("run,started_at,");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("text", "x.csv");
    assertThat(printed.size()).isZero();
  }

  private static Outcome outcome(List<String> exceeded) {
    Run run = new Run(0, Instant.EPOCH, 1_000_000_000L, 1_000_000, 0, 0, List.of());
    Result result =
        new Result(
            List.of("make"), List.of(run), Method.CGROUP, Optional.empty(), Tariff.NONE, List.of());
    return new Outcome(result, Optional.empty(), exceeded);
  }
}
