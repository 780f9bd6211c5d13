// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.status.AgentStatus.SourceState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentStatusTest {
  @Test
  void aSourceWorksWhereItIsKnownAndAvailable() {
    AgentStatus status =
        new AgentStatus(
            Map.of("bpf", SourceState.AVAILABLE, "rapl", SourceState.unavailable("no zones")),
            "bpf",
            Map.of());
    assertThat(status.works("bpf")).isTrue();
    assertThat(status.works("rapl")).isFalse();
    assertThat(status.works("nobody")).isFalse();
  }
}
