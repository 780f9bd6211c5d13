// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.RealCgroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Issue, D5: what does not fit is refused, and said, before memory ends. */
class SmallHeapTest {
  private static final int CONTAINERS = 2_000;
  private static final String SMALL = "-XX:+UseSerialGC -Xms16m -Xmx24m -Xmn4m -Xss256k";

  @Test
  void anAgentWhoseHeapIsTooSmallForAPageStaysUpAndSaysSo() {
    List<RealCgroup> cgroups = new ArrayList<>();
    try {
      for (int i = 0; i < CONTAINERS; i++) {
        cgroups.add(RealCgroup.docker(RealCgroup.newId()));
      }
      try (AgentProcess agent =
          AgentProcess.launch(
              List.of(),
              Map.of("JAVA_TOOL_OPTIONS", SMALL),
              "--power.sources=estimated",
              "--otlp.enabled=false")) {
        agent.awaitReady();
        for (int scrape = 0; scrape < 5; scrape++) {
          assertThat(agent.status("/metrics")).isEqualTo(503);
          assertThat(agent.status("/healthz")).isEqualTo(200);
        }
        agent.awaitLog("memory: memory is short: ");
        // The health pages show a tick when it has ended.
        long endNs = System.nanoTime() + 30_000_000_000L;
        while (!agent.page("/readyz").contains("memory heap: memory is short: ")) {
          assertThat(System.nanoTime()).isLessThan(endNs);
        }
        assertThat(agent.terminate()).isZero();
      }
    } finally {
      cgroups.forEach(cgroup -> cgroup.directory().toFile().delete());
    }
  }
}
