// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.CgroupKey;
import org.junit.jupiter.api.Test;

class MissesTest {
  private static final CgroupKey KEY = new CgroupKey(1, 2);
  private static final long SECOND_NS = 1_000_000_000;

  private final Misses misses = new Misses();

  @Test
  void eachMissDoublesTheDelayUpToAMinute() {
    long nowNs = Long.MAX_VALUE - 10 * SECOND_NS; // The clock may wrap.
    for (long delayNs : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      misses.add(KEY, nowNs);
      assertThat(misses.isDue(KEY, nowNs + delayNs * SECOND_NS - 1)).isFalse();
      nowNs += delayNs * SECOND_NS;
      assertThat(misses.isDue(KEY, nowNs)).isTrue();
    }
  }

  @Test
  void whatWasNamedIsDueAtOnceAgain() {
    misses.add(KEY, 0);
    misses.remove(KEY);

    assertThat(misses.isDue(KEY, 0)).isTrue();
  }

  @Test
  void theOldestIsForgottenWhenThereAreMany() {
    for (int i = 0; i < 5_000; i++) {
      misses.add(new CgroupKey(i, 0), 0);
    }

    assertThat(misses.isDue(new CgroupKey(0, 0), 1)).isTrue();
    assertThat(misses.isDue(new CgroupKey(4_999, 0), 1)).isFalse();
  }
}
