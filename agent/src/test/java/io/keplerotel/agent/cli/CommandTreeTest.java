// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.cli.CommandTree.Agent;
import io.keplerotel.agent.cli.CommandTree.Answered;
import io.keplerotel.agent.cli.CommandTree.Asked;
import io.keplerotel.agent.cli.CommandTree.Other;
import io.keplerotel.agent.testing.Shell;
import io.keplerotel.agent.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
  private final CommandTree tree = new CommandTree(TestSettings.TABLE, List.of(new TopCommand()));
  @TempDir Path folder = Path.of("");
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void withoutASubcommandTheAgentIsToRun() {
    AgentFlags flags = agent("--config=/etc/k.yaml", "--interval", "5s", "--process.top=7");
    assertThat(flags.file()).contains(Path.of("/etc/k.yaml"));
    assertThat(flags.settings()).isEqualTo(Map.of("--interval", "5s", "--process.top", "7"));
    assertThat(flags.rehearsal()).isFalse();
    assertThat(agent("--rehearse").rehearsal()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--rehearse",
        "--config=/etc/a b.yaml --interval=5s",
        "--node.name= --config=/b --rehearse --idle.power=package-0=12.5",
        "--node.name=@file --interval=\"5s\"",
      })
  void aServicesFlagsAreReadWithoutTheParserAndMeanTheSame(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" (?=--)", -1);
    Optional<AgentFlags> plain = AgentFlags.ofPlain(TestSettings.TABLE, words);
    assertThat(plain).isPresent();
    assertThat(tree.parseAll(words)).isEqualTo(new Agent(plain.get()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--interval 5s",
        "--interval=1s --interval=2s",
        "--rehearse --rehearse",
        "--help",
        "top",
        "--log.level=info top",
        "--intervall=1s",
        "--rehearse=true",
        "=",
        "@file",
      })
  void allElseIsLeftToTheParser(String line) {
    assertThat(AgentFlags.ofPlain(TestSettings.TABLE, line.split(" "))).isEmpty();
  }

  @Test
  void settingsStandBeforeOrBehindTheSubcommand() {
    CommandLineFlags before = other("--log.level=debug", "--config=/a", "top", "--count", "1");
    assertThat(before.settings()).isEqualTo(Map.of("--log.level", "debug"));
    assertThat(before.file()).contains(Path.of("/a"));
    assertThat(before.<Integer>value("--count")).contains(1);
    CommandLineFlags behind = other("--log.level=info", "top", "--log.level=debug", "--config=/b");
    assertThat(behind.settings()).isEqualTo(Map.of("--log.level", "debug"));
    assertThat(behind.file()).contains(Path.of("/b"));
  }

  @Test
  void anOptionOfTheSubcommandIsNoSettingOfTheSameName() {
    CommandLineFlags flags = other("--interval=500ms", "top", "--interval", "3");
    assertThat(flags.settings()).isEqualTo(Map.of("--interval", "500ms"));
    assertThat(flags.<Integer>value("--interval")).contains(3);
    assertThat(flags.value("--url")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--intervall=2s | kepler-agent: there is no option '--intervall=2s'; did you mean --interval? see --help",
        "tob | kepler-agent: there is no command 'tob'; did you mean top? see --help",
        "top --cuont=1 | kepler-agent top: there is no option '--cuont=1'; did you mean --count? see --help",
        "top --interval=soon | kepler-agent top: --interval: 'soon' is no whole number, such as 2; see --help",
        "--log.level | kepler-agent: --log.level: its value is missing (VALUE); see --help",
        "top --kind=pods | kepler-agent top: --kind: 'pods' is none of container, pod, process, unit, vm, system; see --help",
        "top --count=1 --count=2 | kepler-agent top: --count: given twice; see --help",
      })
  void whatIsWrongIsOneLine(String line, String message) {
    assertThat(answer(line.split(" "))).isEqualTo(2);
    assertThat(printed.toString(UTF_8)).isEqualTo(message + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "top --interval=0, '--interval: at least 1 second'",
    "top --count=-1, '--count: at least 1'",
    "top --url=https://node-1, '--url: an address such as http://localhost:9103'",
    "--log.level=loud top, '--log.level: \"loud\" is not allowed'",
    "top --process.top=x, '--process.top: \"x\" is not allowed'",
  })
  void whatASubcommandDoesNotTakeIsWrongUsage(String line, String message) {
    Other top = (Other) parse(line.split(" "));
    assertThat(tree.answer(top)).isEqualTo(2);
    assertThat(printed.toString(UTF_8)).startsWith("kepler-agent top: " + message);
  }

  @Test
  void helpAndVersionAreAnswers() {
    assertThat(answer("--help")).isZero();
    assertThat(printed.toString(UTF_8))
        .contains("Usage: kepler-agent ", "--web.listen=VALUE", "Shows who uses power now.")
        .doesNotContain("--rehearse");
    assertThat(answer("top", "--help")).isZero();
    assertThat(printed.toString(UTF_8))
        .startsWith("Usage: kepler-agent top ")
        .contains(
            "--kind=KIND", "One of container, pod, process, unit, vm, system;", "Default: watts.")
        .contains("JOULES is energy since the agent began to count the row")
        .doesNotContain("--web.listen");
    assertThat(answer("--version")).isZero();
    assertThat(printed.toString(UTF_8).strip())
        .matches("kepler-agent \\S+ \\(revision \\S+, branch \\S+\\), Java \\S+, Linux \\S+");
  }

  @Test
  void bashCompletesCommandsAndFlags() throws Exception {
    CommandTree whole =
        new CommandTree(TestSettings.TABLE, List.of(new CompletionCommand(), new TopCommand()));
    printed.reset();
    System.setOut(new PrintStream(printed, true, UTF_8));
    assertThat(whole.answer(whole.parse("completion"))).isZero();
    Path script = folder.resolve("completion");
    Files.writeString(script, printed.toString(UTF_8));
    assertThat(completed(script, "to")).isEqualTo("top");
    assertThat(completed(script, "--web.li")).isEqualTo("--web.listen");
    assertThat(completed(script, "top", "--fi")).isEqualTo("--filter");
    assertThat(completed(script, "top", "--sort", "jo")).isEqualTo("joules");
  }

  @Test
  void whatStandsBehindACommandIsTheCommands() {
    CommandTree withExec =
        new CommandTree(TestSettings.TABLE, List.of(new ExecCommand(), new TopCommand()));
    for (List<String> line :
        List.of(
            List.of("exec", "--quiet", "--", "top", "--json", "--", "@x", "-h", "--interval=x"),
            List.of("exec", "--quiet", "top", "--json", "--", "@x", "-h", "--interval=x"))) {
      Other asked = (Other) withExec.parse(line.toArray(String[]::new));
      assertThat(asked.subcommand()).isInstanceOf(ExecCommand.class);
      assertThat(asked.flags().settings()).isEmpty();
      assertThat(asked.flags().own().matchedPositional(0).<List<String>>getValue())
          .containsExactly("top", "--json", "--", "@x", "-h", "--interval=x");
    }
  }

  private static String completed(Path script, String... words) {
    return Shell.run(
            "bash -c 'source %s; COMP_WORDS=(kepler-agent %s); COMP_CWORD=%d; _complete_kepler-agent 2>/dev/null; echo ${COMPREPLY[@]}'"
                .formatted(script, String.join(" ", words), words.length))
        .strip();
  }

  private AgentFlags agent(String... line) {
    return ((Agent) parse(line)).flags();
  }

  private CommandLineFlags other(String... line) {
    Other other = (Other) parse(line);
    assertThat(other.subcommand()).isInstanceOf(TopCommand.class);
    return other.flags();
  }

  private int answer(String... line) {
    return ((Answered) parse(line)).status();
  }

  private Asked parse(String... line) {
    printed.reset();
    PrintStream stream = new PrintStream(printed, true, UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    return tree.parse(line);
  }
}
