// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentStateTest {
  private final AtomicLong nanoTime = new AtomicLong(5);
  private final AgentState state = new AgentState(nanoTime::get);

  @Test
  void beforeTheFirstTickThereIsNoAge() {
    assertThat(state.tickAgeNs()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void ageIsCountedFromTheEndOfTheLastTick() {
    state.tickEnded(2);
    nanoTime.set(105);
    assertThat(state.tickAgeNs()).isEqualTo(OptionalLong.of(100));
    state.tickEnded(3);
    assertThat(state.tickAgeNs()).isEqualTo(OptionalLong.of(0));
    assertThat(state.ticks()).isEqualTo(2);
    assertThat(state.tickTimeNs()).isEqualTo(5);
  }

  @Test
  void pushesAreCountedByHowTheyEnded() {
    AgentState state = new AgentState(() -> 0);
    state.exportOk();
    state.exportOk();
    state.exportFailed();
    state.rejectedPoints(7);
    assertThat(state.exportsOk()).isEqualTo(2);
    assertThat(state.exportsFailed()).isEqualTo(1);
    assertThat(state.rejectedPoints()).isEqualTo(7);
  }
}
