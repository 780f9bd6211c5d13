// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  private static final int TRIES = 200_000;

  private final Random random = new Random(42);
  private final byte[] bytes = new byte[Decimals.MOST_BYTES];

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1e-7,
        1e-6,
        1.5e-5,
        9.99999e-4,
        1e-3,
        0.1,
        1,
        100,
        9_999_999.999999,
        1e7,
        1.2345678e7,
        999_999_999.999999,
        1e9,
        1e15,
        1e300,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY
      })
  void isWrittenAsTheJdkWritesIt(double value) {
    assertThat(written(value)).isEqualTo(Double.toString(value));
    assertThat(written(-value)).isEqualTo(Double.toString(-value));
  }

  @Test
  void microjoulesAreWrittenAsTheJdkWritesThem() {
    for (int i = 0; i < TRIES; i++) {
      double value = (random.nextLong() >> random.nextInt(Long.SIZE)) / 1e6;
      assertThat(written(value)).isEqualTo(Double.toString(value));
      double next = Math.nextUp(value);
      assertThat(written(next)).isEqualTo(Double.toString(next));
    }
  }

  @Test
  void anyDoubleIsWrittenAsTheJdkWritesIt() {
    for (int i = 0; i < TRIES; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      assertThat(written(value)).isEqualTo(Double.toString(value));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE})
  void wholeNumberIsWrittenAsTheJdkWritesIt(long value) {
    assertThat(text(Decimals.put(value, bytes, 0))).isEqualTo(Long.toString(value));
  }

  @Test
  void wholeNumbersAreWrittenAsTheJdkWritesThem() {
    for (int i = 0; i < TRIES; i++) {
      long value = random.nextLong() >> random.nextInt(Long.SIZE);
      assertThat(text(Decimals.put(value, bytes, 0))).isEqualTo(Long.toString(value));
    }
  }

  private String written(double value) {
    return text(Decimals.put(value, bytes, 0));
  }

  private String text(int end) {
    return new String(bytes, 0, end, ISO_8859_1);
  }
}
