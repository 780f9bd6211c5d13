// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ApportionmentTest {
  private final Apportionment apportionment = new Apportionment();

  @Test
  void partsOfEqualWeightsDifferByAtMostOne() {
    assertThat(divide(10, 1, 1, 1)).containsExactly(4, 3, 3);
  }

  @Test
  void theLargestRemainderGetsTheRest() {
    assertThat(divide(10, 17, 26, 57)).containsExactly(2, 2, 6);
    assertThat(divide(100, 1, 1, 998)).containsExactly(0, 0, 100);
  }

  @Test
  void nothingIsDividedWithoutWeights() {
    assertThat(divide(10, 0, 0)).containsExactly(0, 0);
    assertThat(apportionment.divide(10, new long[0], 0)).isNotNull();
  }

  @Test
  void zeroWeightsGetNothing() {
    assertThat(divide(7, 0, 3, 0, 4)).containsExactly(0, 3, 0, 4);
  }

  @RepeatedTest(20)
  void randomPartsSumToTheWholeAndAreWithinOneOfTheirShare(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int round = 0; round < 1000; round++) {
      int size = 1 + random.nextInt(50);
      long total = magnitude(random, 50);
      long[] weights = random.longs(size, 0, 1L << (1 + random.nextInt(44))).toArray();
      long weightSum = Arrays.stream(weights).sum();
      long[] parts = Arrays.copyOf(apportionment.divide(total, weights, size), size);
      if (weightSum == 0) {
        continue;
      }
      assertThat(Arrays.stream(parts).sum()).isEqualTo(total);
      for (int i = 0; i < size; i++) {
        BigDecimal share =
            BigDecimal.valueOf(total)
                .multiply(BigDecimal.valueOf(weights[i]))
                .divide(BigDecimal.valueOf(weightSum), MathContext.DECIMAL128);
        assertThat(BigDecimal.valueOf(parts[i]).subtract(share).abs()).isLessThan(BigDecimal.ONE);
      }
    }
  }

  /** Issue, A1: this was −3. */
  @Test
  void theShareOfAWholeIsTheWholeHoweverLarge() {
    for (int bits = 1; bits < 63; bits++) {
      long all = (1L << bits) - 1;
      assertThat(Apportionment.floorShare(all, all, all)).isEqualTo(all);
      assertThat(Apportionment.floorShare(all, 1, 1)).isEqualTo(all);
      assertThat(Apportionment.floorShare(1, all, all)).isEqualTo(1);
    }
    assertThat(Apportionment.floorShare(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aHundredThousandTasksThatRanForAWeekAreDividedExactly() {
    long[] weights = new long[100_000];
    Arrays.fill(weights, 604_800_000_000_000L);
    long[] parts = apportionment.divide(60_480_000_000_007L, weights, weights.length);
    assertThat(Arrays.stream(parts, 0, weights.length).sum()).isEqualTo(60_480_000_000_007L);
    assertThat(Arrays.stream(parts, 0, weights.length).min()).hasValue(604_800_000L);
    assertThat(Arrays.stream(parts, 0, weights.length).max()).hasValue(604_800_001L);
  }

  private long[] divide(long total, long... weights) {
    return Arrays.copyOf(apportionment.divide(total, weights, weights.length), weights.length);
  }

  private static long magnitude(Random random, int bits) {
    return random.nextLong() >>> (64 - random.nextInt(1, bits));
  }
}
