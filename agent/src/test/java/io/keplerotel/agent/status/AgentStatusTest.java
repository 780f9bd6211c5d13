// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.status.AgentStatus.Sources;
import io.keplerotel.agent.status.AgentStatus.Ticks;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AgentStatusTest {
  @Test
  void aSourceWorksWhereItIsKnownAndAvailable() {
    Sources sources =
        new Sources(
            Map.of("bpf", SourceState.AVAILABLE, "rapl", SourceState.unavailable("no zones")),
            List.of("rapl", "estimated"),
            "bpf",
            Map.of());
    assertThat(sources.works("bpf")).isTrue();
    assertThat(sources.works("rapl")).isFalse();
    assertThat(sources.works("nobody")).isFalse();
    assertThat(sources.cpuTimeWorks()).isTrue();
    assertThat(sources.powerWorks()).isFalse();
  }

  @Test
  void ageIsCountedFromTheEndOfTheLastTick() {
    assertThat(AgentStatus.UNKNOWN.ticks().ageNs(105)).isEmpty();
    assertThat(new Ticks(2, 5, OptionalLong.of(5)).ageNs(105)).hasValue(100);
  }

  @Test
  void whatIsLostAddsUpByZone() {
    Losses losses =
        Losses.NONE
            .zone("package-0", 10)
            .reset("package-0")
            .zone("package-0", 5)
            .with(Map.of("rapl", 2L), 3, 4);
    assertThat(losses)
        .isEqualTo(
            new Losses(
                Map.of("rapl", 2L), Map.of("package-0", 1L), Map.of("package-0", 15L), 3, 4));
  }
}
