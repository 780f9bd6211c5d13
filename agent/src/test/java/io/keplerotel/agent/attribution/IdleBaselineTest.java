// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.attribution.IdlePower.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Before, what it used at its least load was scaled down, as if all machines were alike. */
  @ParameterizedTest
  @ValueSource(doubles = {20, 30, 40, 60, 100})
  void aMachineThatNeverIdlesShowsItsIdlePowerByItsSlope(double dynamicW) {
    List<Double> errors = new ArrayList<>();
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      IdleBaseline learnt = new IdleBaseline();
      for (int i = 0; i < 60; i++) {
        double utilization = 0.4 + 0.6 * random.nextDouble();
        double noise = 1 + 0.01 * random.nextGaussian();
        learnt.observe(utilization, (24 + dynamicW * utilization) * noise * W, 1);
      }
      errors.add(Math.abs(learnt.powerUw() / (24 * W) - 1));
    }
    errors.sort(null);
    System.out.printf(
        "24 W idle, %.0f W more at full load, never below 40 %%: after a minute the idle power is off by %.1f %% (median), %.1f %% (p90)%n",
        dynamicW, errors.get(50) * 100, errors.get(90) * 100);
    assertThat(errors.get(50)).isLessThan(0.05);
    assertThat(errors.get(90)).isLessThan(0.1);
  }

  @Test
  void itSaysWhatItIsLearntFromAndHowFarItMayBeOff() {
    assertThat(baseline.learnt()).isEqualTo(new IdleBaseline.Learnt(0, 0, Basis.GUESS));
    observe(600, 0.7, 94 * W);
    assertThat(baseline.learnt().basis()).isEqualTo(Basis.GUESS);
    assertThat(baseline.learnt().errorUw()).isGreaterThan((long) (20 * W));
    for (int i = 0; i < 600; i++) {
      double utilization = 0.4 + 0.6 * (i % 60) / 60;
      baseline.observe(utilization, (24 + 100 * utilization) * W, 1);
    }
    IdleBaseline.Learnt slope = baseline.learnt();
    assertThat(slope.basis()).isEqualTo(Basis.SLOPE);
    assertThat(Math.abs(slope.powerUw() - 24 * W)).isLessThanOrEqualTo((double) slope.errorUw());
    assertThat(slope.errorUw()).isLessThan((long) (4 * W));
    observe(10, 0.01, 24.5 * W);
    assertThat(baseline.learnt().basis()).isEqualTo(Basis.SEEN);
  }

  @Test
  void oneLoadThatUsesMuchMoreThanTheOthersDoesNotTiltTheLine() {
    for (int i = 0; i < 600; i++) {
      double utilization = 0.4 + 0.05 * (i % 12);
      double more = i % 12 == 11 ? 30 : 0;
      baseline.observe(utilization, (50 + 100 * utilization + more) * W, 1);
    }
    assertThat((double) baseline.powerUw()).isCloseTo(50 * W, within(5 * W));
  }

  @Test
  void powerThatFallsWithLoadOrIsNothingIsNoTrouble() {
    observe(60, 0.5, 0);
    assertThat(baseline.powerUw()).isZero();
    IdleBaseline odd = new IdleBaseline();
    for (int i = 0; i < 600; i++) {
      double utilization = 0.4 + 0.6 * (i % 10) / 10;
      odd.observe(utilization, (100 - 80 * utilization) * W, 1);
    }
    assertThat((double) odd.powerUw()).isBetween(0.0, (100 - 80 * 0.94) * W);
  }

  private void observe(int seconds, double utilization, double powerUw) {
    for (int i = 0; i < seconds; i++) {
      baseline.observe(utilization, powerUw, 1);
    }
  }
}
