// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose standard error is a pipe that is full, and that nobody reads. */
class UnreadConsoleTest {
  private static final String TICKS = "kepler_agent_ticks_total";

  @TempDir Path folder = Path.of("");

  @Test
  void neitherTicksNorTheStopWaitForIt() throws Exception {
    String pipe = folder.resolve("pipe").toString();
    List<String> fullPipe =
        List.of(
            "sh",
            "-c",
            "mkfifo %1$s && exec 3<>%1$s && head -c 65536 /dev/zero >&3 && exec \"$@\" 2>&3"
                .formatted(pipe),
            "sh");
    try (AgentProcess agent =
        AgentProcess.launch(fullPipe, Map.of(), "--log.level=trace", "--interval=100ms")) {
      agent.awaitReady();
      double before = agent.scrape().sum(TICKS);
      while (agent.scrape().sum(TICKS) < before + 5) {
        Thread.sleep(50);
      }
      long beginNs = System.nanoTime();
      assertThat(agent.terminate()).isZero();
      assertThat(System.nanoTime() - beginNs).isLessThan(5_000_000_000L);
    }
  }
}
