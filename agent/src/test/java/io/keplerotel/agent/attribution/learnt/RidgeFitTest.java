// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeFitTest {
  private static final int COLUMNS = 4;

  private final RidgeFit fit = new RidgeFit(COLUMNS, 2);
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void factorsThatRowsWereMadeFromAreFoundWhateverTheirScale() {
    observe(1000, 10, 2, 3e-9, 0.5);
    double[] factors = fit.factors(COLUMNS);
    assertThat(factors[0]).isCloseTo(10, within(0.1));
    assertThat(factors[1]).isCloseTo(2, within(0.02));
    assertThat(factors[2]).isCloseTo(3e-9, within(0.03e-9));
    assertThat(factors[3]).isCloseTo(0.5, within(0.005));
  }

  @Test
  void aFactorMayBeBelowNone() {
    observe(1000, 10, 2, 3e-9, -0.05);
    double[] factors = fit.factors(COLUMNS);
    assertThat(factors[2]).isCloseTo(3e-9, within(0.03e-9));
    assertThat(factors[3]).isCloseTo(-0.05, within(0.005));
  }

  @Test
  void cpuTimeNeverTakesLessThanNothing() {
    observe(1000, 10, -0.5, 3e-9, 0.5);
    double[] factors = fit.factors(COLUMNS);
    assertThat(factors[1]).isZero();
    assertThat(factors[2]).isCloseTo(3e-9, within(0.3e-9));
    assertThat(factors[3]).isCloseTo(0.5, within(0.05));
  }

  @Test
  void aColumnThatSaysNothingGetsNextToNothing() {
    for (int i = 0; i < 300; i++) {
      double[] row = {1, random.nextDouble(8), random.nextDouble(1e9), random.nextDouble(40)};
      fit.observe(row, 10 + 2 * row[1] + random.nextGaussian(), 1);
    }
    double[] factors = fit.factors(COLUMNS);
    // What it would explain at most, of the 16 that CPU time explains.
    assertThat(Math.abs(factors[2]) * 1e9).isLessThan(0.5);
    assertThat(Math.abs(factors[3]) * 40).isLessThan(0.5);
    assertThat(factors[1]).isCloseTo(2, within(0.05));
  }

  @Test
  void theMoreNoiseThereIsTheLessIsHeldOfWhatWasSeen() {
    observe(100, 10, 2, 3e-9, 0.5);
    assertThat(fit.factors(COLUMNS)[3]).isCloseTo(0.5, within(0.001));
    RidgeFit noisy = new RidgeFit(COLUMNS, 2);
    for (int i = 0; i < 100; i++) {
      double[] row = {1, random.nextDouble(8), random.nextDouble(1e9), random.nextDouble(40)};
      noisy.observe(row, 10 + 2 * row[1] + 0.5 * row[3] + 10 * random.nextGaussian(), 1);
    }
    assertThat(noisy.factors(COLUMNS)[3]).isBetween(0.05, 0.4);
  }

  @Test
  void aMachineThatTakesNothingWhenItIsIdleIsNoExceptionEitherIfItsMeterTrembles() {
    for (int i = 0; i < 200; i++) {
      double[] row = {1, random.nextDouble(8), random.nextDouble(1e9), 0};
      fit.observe(row, 3e-9 * row[2] + 0.05 * random.nextGaussian() - 0.02, 1);
    }
    assertThat(fit.factors(COLUMNS)[2]).isCloseTo(3e-9, within(0.1e-9));
    assertThat(fit.factors(COLUMNS)[0]).isCloseTo(0, within(0.1));
  }

  @Test
  void fewerColumnsMayBeAskedFor() {
    observe(1000, 10, 2, 3e-9, 0.5);
    double[] factors = fit.factors(2);
    assertThat(factors[1]).isPositive();
    assertThat(factors[2]).isZero();
    assertThat(factors[3]).isZero();
  }

  @Test
  void twoColumnsThatSayTheSameShareWhatTheySay() {
    for (int i = 0; i < 100; i++) {
      double x = random.nextDouble();
      fit.observe(new double[] {1, x, 7 * x, 0}, 1 + 3 * x, 1);
    }
    double[] factors = fit.factors(COLUMNS);
    assertThat(factors[1] + 7 * factors[2]).isCloseTo(3, within(0.1));
    assertThat(factors[3]).isZero();
  }

  @Test
  void aValueThatNeverChangesIsAConstant() {
    for (int i = 0; i < 50; i++) {
      fit.observe(new double[] {1, random.nextDouble(8), random.nextDouble(1e9), 0}, 40, 1);
    }
    double[] factors = fit.factors(COLUMNS);
    assertThat(factors[0]).isCloseTo(40, within(1e-6));
    assertThat(factors[1]).isCloseTo(0, within(1e-6));
  }

  @Test
  void whatHasFadedIsForgotten() {
    observe(500, 10, 2, 3e-9, 0.5);
    fit.fade(1e-6);
    observe(500, 20, 1, 1e-9, 0.1);
    assertThat(fit.factors(COLUMNS)[0]).isCloseTo(20, within(0.2));
    assertThat(fit.seen()).isCloseTo(500, within(0.01));
  }

  @Test
  void nothingIsKnownBeforeTheFirst() {
    assertThat(fit.factors(COLUMNS)).containsOnly(0);
  }

  private void observe(int times, double... factors) {
    for (int i = 0; i < times; i++) {
      double[] row = {1, random.nextDouble(8), random.nextDouble(1e9), random.nextDouble(40)};
      fit.observe(row, ZoneModel.sum(factors, row), 1);
    }
  }
}
