// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BeginningsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Beginnings<String> beginnings = new Beginnings<>();

  @Test
  void aSeriesBeginsWithItsCounter() {
    assertThat(beginnings.of("container", START, "web")).isEqualTo(START);
    beginnings.sweep();
    assertThat(beginnings.of("container", START, "web")).isEqualTo(START);
  }

  @Test
  void whatWasShownUnderAnotherNameBeforeHasNoBeginning() {
    assertThat(beginnings.of("process", START, "sh")).isEqualTo(START);
    beginnings.sweep();
    assertThat(beginnings.of("process", START, "java")).isEqualTo(StartTime.UNKNOWN);
    beginnings.sweep();
    assertThat(beginnings.of("process", START, "java")).isEqualTo(StartTime.UNKNOWN);
  }

  @Test
  void aCounterThatBeginsAnewIsAnother() {
    assertThat(beginnings.of("process", START, "sh")).isEqualTo(START);
    beginnings.sweep();
    Instant later = START.plusSeconds(1);
    assertThat(beginnings.of("process", later, "java")).isEqualTo(later);
  }
}
