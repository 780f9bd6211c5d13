// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  @ParameterizedTest
  @CsvSource({
    "768GiB, 768",
    "768GB, 768",
    "768 gib, 768",
    "768, 768",
    "1.5TiB, 1536",
    "512MiB, 0.5",
    "2T, 2048"
  })
  void memoryIsWrittenInManyWays(String text, double gib) {
    assertThat(MemorySize.gib(text)).hasValue(gib);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GiB", "0GiB", "-1GiB", "1e9GiB", "NaN", "99999999TiB", "4 pages"})
  void whatIsNoAmountOfMemoryIsNone(String text) {
    assertThat(MemorySize.gib(text)).isEmpty();
  }
}
