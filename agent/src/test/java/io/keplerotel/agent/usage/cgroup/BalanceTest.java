// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private final Balance balance = new Balance();

  @Test
  void whatProcessesDoNotExplainIsTheRest() {
    assertThat(balance.rests(Map.of(1L, 100L, 2L, 50L), Map.of(1L, 30L, 2L, 50L)))
        .isEqualTo(Map.of(1L, 70L));
  }

  @Test
  void whatTheyExplainTooMuchIsCarriedOver() {
    assertThat(balance.rests(Map.of(1L, 10L), Map.of(1L, 30L))).isEmpty();
    assertThat(balance.rests(Map.of(1L, 50L), Map.of(1L, 10L))).isEqualTo(Map.of(1L, 20L));
  }

  @Test
  void processesMayBeSeenBeforeTheirCgroup() {
    assertThat(balance.rests(Map.of(), Map.of(1L, 30L))).isEmpty();
    assertThat(balance.rests(Map.of(1L, 50L), Map.of(1L, 10L))).isEqualTo(Map.of(1L, 10L));
  }

  @Test
  void theSumIsThatOfTheCgroupHoweverItIsSplit() {
    Random random = new Random(1);
    long usedNs = 0;
    long countedNs = 0;
    long explainableNs = 0;
    for (int i = 0; i < 10_000; i++) {
      long ownNs = random.nextInt(1_000);
      usedNs += ownNs;
      explainableNs += random.nextInt((int) ownNs + 1);
      long explainedNs = random.nextBoolean() ? 0 : explainableNs;
      explainableNs -= explainedNs;
      countedNs += explainedNs;
      countedNs += balance.rests(Map.of(1L, ownNs), Map.of(1L, explainedNs)).getOrDefault(1L, 0L);
    }
    assertThat(countedNs).isBetween(usedNs, usedNs + 20_000);
  }
}
