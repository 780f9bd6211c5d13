// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:34:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aMonthThatIsOverHasAllItsHours() {
    Period october = Period.ofMonth("2026-10", ZoneOffset.UTC, NOW);
    assertThat(october.name()).isEqualTo("October 2026");
    assertThat(october.hours()).isEqualTo(744);
    assertThat(october.isRunning()).isFalse();
    assertThat(october.endOf(0)).isEqualTo("2026-10-01T01:00:00Z");
    assertThat(october.endOf(743)).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(october.endingAt(october.endOf(17))).isEqualTo(17);
  }

  @Test
  void summerTimeEndsInAMonthOfAZone() {
    Period october = Period.ofMonth("2026-10", BERLIN, NOW);
    assertThat(october.hours()).isEqualTo(745);
    assertThat(october.from()).isEqualTo("2026-09-30T22:00:00Z");
    assertThat(october.shown(october.until())).isEqualTo("2026-11-01 00:00");
    assertThat(october.iso(october.from())).isEqualTo("2026-10-01T00:00:00+02:00");
  }

  @Test
  void aMonthThatRunsEndsWithItsLastFullHour() {
    Period november = Period.ofMonth("2026-11", ZoneOffset.UTC, NOW);
    assertThat(november.isRunning()).isTrue();
    assertThat(november.until()).isEqualTo("2026-11-26T12:00:00Z");
    assertThat(november.hours()).isEqualTo(25 * 24 + 12);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-01, 2026-10-08, 168",
    "2026-10-01T06:00, 2026-10-01 09:00, 3",
    "2026-10-01T06:00Z, 2026-10-01T09:00+02:00, 1",
    "2026-10-24T12:00, 2026-10-25T12:00, 25",
  })
  void timesAreInTheZoneWhereTheyHaveNoOffset(String from, String to, int hours) {
    assertThat(Period.between(from, to, BERLIN, NOW).hours()).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({"7d, 168", "12h, 12", "2w, 336"})
  void theLastHoursEndWithTheLastFullOne(String text, int hours) {
    Period last = Period.last(text, ZoneOffset.UTC, NOW);
    assertThat(last.hours()).isEqualTo(hours);
    assertThat(last.until()).isEqualTo("2026-11-26T12:00:00Z");
    assertThat(last.isRunning()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-13, such as 2026-10",
    "October, such as 2026-10",
    "2026-12, has no hour yet that is over",
  })
  void whatIsNoMonthOfThePastIsSaid(String month, String said) {
    assertThatThrownBy(() -> Period.ofMonth(month, ZoneOffset.UTC, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-02, 2026-10-01, after the beginning",
    "2026-10-01, 2026-10-01, after the beginning",
    "1026-10-01, 2026-10-01, at most ten years",
    "2026-10-01, 2026-10-01T00:30, whole hours",
    "2026-10-32, 2026-10-01, a day or a time",
    "yesterday, 2026-10-01, a day or a time",
    "2027-10-01, 2027-10-02, has no hour yet",
  })
  void whatIsNoTimeIsSaid(String from, String to, String said) {
    assertThatThrownBy(() -> Period.between(from, to, ZoneOffset.UTC, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"7", "d", "0d", "-1d", "7days", "999999d"})
  void whatIsNoLengthIsSaid(String text) {
    assertThatThrownBy(() -> Period.last(text, ZoneOffset.UTC, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 12h, 7d or 4w");
  }
}
