// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberPatternTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0,9",
    "0,10",
    "1,60",
    "7,7",
    "9,10",
    "10,99",
    "17,83",
    "100,60000",
    "99,101",
    "1000,1000",
    "1024,65535",
    "305,9999",
    "190,210",
    "0,20000",
  })
  void takesTheNumbersBetweenAndNoOthers(int least, int most) {
    Pattern pattern = Pattern.compile(NumberPattern.between(least, most));
    for (int number = 0; number <= most + 20_000; number++) {
      assertThat(pattern.matcher(Integer.toString(number)).matches())
          .as("%d by %s", number, pattern)
          .isEqualTo(number >= least && number <= most);
    }
  }
}
