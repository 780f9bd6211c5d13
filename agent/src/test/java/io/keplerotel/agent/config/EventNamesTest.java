// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNamesTest {
  private final SettingType<List<String>> type = SettingType.eventNames();

  @Test
  void onIsAllThatIsKnownOfMostCpus() {
    List<String> all =
        List.of(
            "cycles",
            "instructions",
            "cache-misses",
            "branches",
            "vector-instructions",
            "sibling-time");
    assertThat(type.parse().apply("on")).contains(all);
    assertThat(type.parse().apply("true")).contains(all);
    assertThat(type.parse().apply("off")).contains(List.of());
  }

  @Test
  void siblingTimeTakesNoneOfTheFivePlaces() {
    String five = "cycles,instructions,cache-misses,branches,r3fc7";
    assertThat(type.parse().apply(five)).isPresent();
    assertThat(type.parse().apply(five + ", sibling-time").orElseThrow()).hasSize(6);
    assertThat(type.parse().apply(five + ",page-faults")).isEmpty();
    assertThat(type.parse().apply("sibling-time")).contains(List.of("sibling-time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "r", "rzz", "R1A8", "r12345678901234567", "cycles,cycles", "on,cycles"})
  void whatIsNoListOfEventsIsRefused(String text) {
    assertThat(type.parse().apply(text)).isEmpty();
  }

  @Test
  void theNearestIsThatOfTheNameThatIsWrong() {
    assertThat(type.meant().apply("r1a8,cylces")).contains("cycles");
    assertThat(type.meant().apply("sibling")).contains("sibling-time");
  }
}
