// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IdleBaselineTest {
  private static final double W = 1e6;
  private final IdleBaseline baseline = new IdleBaseline();

  @Test
  void anIdleMachineIsItsOwnBaseline() {
    observe(60, 0, 50 * W);
    assertThat((double) baseline.powerUw()).isCloseTo(50 * W, within(0.01 * W));
  }

  @Test
  void aStartUnderFullLoadDoesNotTakeItForIdle() {
    observe(600, 1, 200 * W);
    assertThat((double) baseline.powerUw()).isCloseTo(70 * W, within(1 * W));
  }

  @Test
  void hoursOfFullLoadDoNotMoveIt() {
    observe(600, 0.01, 50 * W);
    observe(3 * 3600, 1, 200 * W);
    assertThat((double) baseline.powerUw()).isCloseTo(50 * W, within(3 * W));
  }

  @Test
  void aHighStartIsForgottenOnceIdleIsSeen() {
    observe(3600, 0.9, 180 * W);
    observe(30, 0.01, 50 * W);
    assertThat((double) baseline.powerUw()).isCloseTo(50 * W, within(2 * W));
  }

  @Test
  void peaksAtLowUtilizationBarelyRaiseIt() {
    for (int i = 0; i < 600; i++) {
      observe(1, 0.02, i % 10 == 0 ? 90 * W : 50 * W);
    }
    assertThat((double) baseline.powerUw()).isBetween(46 * W, 53 * W);
  }

  /** A small wrong edit that stayed unseen: a baseline that rises as fast as it falls. */
  @Test
  void onePeakOfASecondHardlyRaisesItAndOneDipLowersItAtOnce() {
    observe(600, 0.0, 50 * W);
    observe(1, 0.0, 90 * W);
    assertThat((double) baseline.powerUw()).isBetween(50 * W, 50.3 * W);
    observe(1, 0.0, 30 * W);
    assertThat((double) baseline.powerUw()).isBetween(45 * W, 46 * W);
  }

  @Test
  void aMachineThatHasComeToUseMoreIsFollowedInTime() {
    observe(600, 0.01, 50 * W);
    observe(1800, 0.01, 80 * W);
    assertThat((double) baseline.powerUw()).isGreaterThan(77 * W);
  }

  @Test
  void neverExceedsTheLowestPowerSeen() {
    observe(60, 0.02, 100 * W);
    observe(60, 0.5, 60 * W);
    assertThat((double) baseline.powerUw()).isLessThanOrEqualTo(60 * W);
  }

  @Test
  void whatWasSeenLongAgoIsForgotten() {
    observe(600, 0.01, 50 * W);
    for (int minute = 0; minute < 9 * 60; minute++) {
      baseline.observe(1, 200 * W, 60);
    }
    assertThat((double) baseline.powerUw()).isCloseTo(50 * W, within(3 * W));
    for (int minute = 0; minute < 3 * 60; minute++) {
      baseline.observe(1, 200 * W, 60);
    }
    assertThat((double) baseline.powerUw()).isCloseTo(70 * W, within(1 * W));
  }

  private void observe(int seconds, double utilization, double powerUw) {
    for (int i = 0; i < seconds; i++) {
      baseline.observe(utilization, powerUw, 1);
    }
  }
}
