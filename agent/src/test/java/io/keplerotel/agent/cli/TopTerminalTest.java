// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kepler-agent top} in a real terminal, beside a real agent. */
class TopTerminalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String BUSY = "busy-for-top";

  private final String tmux = "tmux -L kepler-" + UUID.randomUUID();
  private AgentProcess agent = AgentProcess.none();

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void start() {
    Requirement.TMUX.unless(
        Shell.run("tmux -V").startsWith("tmux "), "there is no tmux to be a terminal");
    agent = AgentProcess.start();
  }

  @AfterEach
  void stop() {
    Shell.run(tmux + " kill-server");
    agent.close();
  }

  @Test
  void showsSortsFiltersAndEndsOnEightyColumns() throws Exception {
    Path program = Files.copy(Path.of("/bin/sh"), directory.resolve(BUSY));
    Process load = Shell.start("exec timeout 60 " + program + " -c 'while :; do :; done'");
    try {
      open("--kind=process", "--interval=1");
      await(" dynamic ", "PROCESSES", BUSY);
      String[] lines = screen().stripTrailing().split("\n", -1);
      assertThat(lines).hasSize(24).allMatch(line -> line.length() <= 80);
      keys("/no-such-process");
      await("none that matches", "filter: no-such-process_");
      keys("Escape");
      await(BUSY);
      keys("c");
      await("processes by cpu");
      keys("Tab");
      await("units by cpu");
      keys("q");
      await("ended 0");
    } finally {
      load.destroy();
    }
  }

  @Test
  void anAgentThatEndsLeavesTheOldFiguresAndSaysSo() throws Exception {
    open("--kind=process", "--interval=1");
    await("PROCESSES");
    agent.close();
    await("PROCESSES", "cannot ask http://127.0.0.1");
    keys("C-c");
    await("ended 0");
  }

  @Test
  void inAPipeItPrintsPlainTextOnceAndEnds() {
    String printed = Shell.run(command("--kind=process") + " | cat");
    assertThat(printed).contains("dynamic", "PROCESSES").doesNotContain("\u001b");
  }

  private String command(String... flags) {
    return "%s/bin/java -cp '%s' io.keplerotel.agent.cli.AgentMain top --url=http://127.0.0.1:%d %s"
        .formatted(
            System.getProperty("java.home"),
            System.getProperty("java.class.path"),
            agent.port(),
            String.join(" ", flags));
  }

  private void open(String... flags) throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("top.sh"), command(flags) + "\necho ended $?\nsleep 60\n");
    assertThat(Shell.run(tmux + " new-session -d -x 80 -y 24 'sh " + script + "'")).isEmpty();
  }

  private void keys(String keys) {
    assertThat(Shell.run(tmux + " send-keys " + keys)).isEmpty();
  }

  private String screen() {
    return Shell.run(tmux + " capture-pane -p");
  }

  private void await(String... texts) throws Exception {
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < endNs) {
      String screen = screen();
      boolean all = true;
      for (String text : texts) {
        all &= screen.contains(text);
      }
      if (all) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(screen()).contains(texts);
  }
}
