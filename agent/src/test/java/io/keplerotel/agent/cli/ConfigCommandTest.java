// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.cli.CommandTree.Answered;
import io.keplerotel.agent.cli.CommandTree.Other;
import io.keplerotel.agent.config.EffectiveSetting;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  private final CommandTree tree =
      new CommandTree(TestSettings.TABLE, List.of(new ConfigCommand(), new DoctorCommand()));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(printed, true, UTF_8));
    System.setErr(new PrintStream(told, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void whatIsPrintedIsTakenAgainAsItWas() throws Exception {
    Path file =
        file("web:\n  listen: [ '127.0.0.1:1', '[::1]:2' ]\nidle.power: {package-0: 12.5}\n");
    Map<String, String> variables =
        Map.of("KEPLER_NODE_NAME", "a \"b\" \\ # ü: [x]", "KEPLER_INTERVAL", "2s");
    Map<String, String> flags = Map.of("--interval", "3s");
    List<EffectiveSetting> effective =
        new SettingsLoader(TestSettings.TABLE).effective(Optional.of(file), variables, flags);
    String text = ConfigCommand.text(effective, Map.of("OTEL_EXPORTER_OTLP_HEADERS", "hunter2"));

    assertThat(text)
        .contains(
            "interval: 3s  # flag --interval",
            "web.listen: \"127.0.0.1:1,[::1]:2\"  # file " + file + ":2",
            "  # variable KEPLER_NODE_NAME",
            "host.procfs: /proc  # default",
            "# OTLP is also told by: OTEL_EXPORTER_OTLP_HEADERS")
        .doesNotContain("hunter2");
    assertThat(TestSettings.load(Optional.of(file(text)), Map.of(), Map.of()))
        .isEqualTo(TestSettings.load(Optional.of(file), variables, flags));
  }

  @Test
  void secretsAreNotShown() throws Exception {
    List<EffectiveSetting> effective =
        new SettingsLoader(TestSettings.TABLE)
            .effective(
                Optional.empty(),
                Map.of(
                    "KEPLER_KUBE_KUBELET_ENDPOINT", "https://me:hunter2@node:10250/x?token=abcdef"),
                Map.of());
    assertThat(ConfigCommand.text(effective, Map.of()))
        .contains(
            "# not shown whole, so set it again: kube.kubelet-endpoint: \"https://***@node:10250/x?***\"")
        .doesNotContain("hunter2", "abcdef");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws Exception {
    Path file =
        file("intervall: 3s\nweb:\n  listen: nowhere\nhost.procfs: rel\ninterval: {a: 1}\n");
    assertThat(run("config", "validate", file.toString(), "--process.top=many")).isEqualTo(2);
    assertThat(told.toString(UTF_8).lines())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .isEqualTo(file + ":1: intervall: unknown key; did you mean interval?"),
            line ->
                assertThat(line).startsWith(file + ":3: web.listen: \"nowhere\" is not allowed"),
            line -> assertThat(line).startsWith(file + ":4: host.procfs: \"rel\" is not allowed"),
            line -> assertThat(line).startsWith(file + ":5: interval: it must be a duration"),
            line -> assertThat(line).startsWith("--process.top: \"many\" is not allowed"));
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void whatTheFileNamesIsLookedAtToo() throws Exception {
    Path file = file("web.config-file: " + folder.resolve("missing.yml") + "\n");
    assertThat(run("config", "validate", file.toString())).isEqualTo(2);
    assertThat(told.toString(UTF_8)).contains("missing.yml: there is no such file");
  }

  @Test
  void aGoodFileIsValid() throws Exception {
    Path file = file("interval: 2s\n");
    assertThat(run("config", "validate", file.toString())).isZero();
    assertThat(printed.toString(UTF_8)).isEqualTo(file + ": valid\n");
    assertThat(run("config", "validate", "--config=" + file)).isZero();
  }

  @Test
  void wrongUsageIsToldInOneLine() throws Exception {
    assertThat(run("config", "paint")).isEqualTo(2);
    assertThat(run("config")).isEqualTo(2);
    assertThat(run("doctor", "--jsn")).isEqualTo(2);
    assertThat(run("doctor", "--interval=never")).isEqualTo(2);
    assertThat(told.toString(UTF_8))
        .contains("say print or validate, not \"paint\"", "did you mean --json?", "--interval")
        .hasLineCount(4);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "agent", ".yaml"), text);
  }

  private int run(String... arguments) {
    return switch (tree.parse(arguments)) {
      case Answered answered -> answered.status();
      case Other other -> tree.answer(other);
      case CommandTree.Agent agent -> throw new AssertionError("would run the agent: " + agent);
    };
  }
}
