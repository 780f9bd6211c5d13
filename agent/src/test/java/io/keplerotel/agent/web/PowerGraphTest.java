// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView.Past;
import io.keplerotel.agent.live.LiveView.Power;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerGraphTest {
  private static final String END = "2026-01-01T00:10:00Z";

  private static Past past(String time, double idle, double dynamic) {
    return new Past("2026-01-01T" + time + "Z", new Power(idle, dynamic));
  }

  @Test
  void eachStepIsAsWideAsItTookAndAsHighAsItsPower() {
    List<Past> past =
        List.of(past("00:05:00", 9, 9), past("00:07:30", 10, 10), past("00:10:00", 20, 20));
    assertThat(PowerGraph.of(past, END))
        .containsEntry("top", "50")
        .containsEntry("idle", "M300 80V64H450V48H600V80Z")
        .containsEntry("total", "M300 80V48H450V16H600V80Z");
  }

  @Test
  void whatIsOlderThanTheGraphEndsAtItsLeft() {
    List<Past> past = List.of(past("00:00:00", 1, 0), past("00:00:00.001", 1, 0));
    assertThat(PowerGraph.of(past, "2026-01-02T00:00:00Z")).containsEntry("idle", "M0 80V0H0V80Z");
  }

  @Test
  void aNodeThatUsesNothingIsDrawnFlat() {
    List<Past> past = List.of(past("00:05:00", 0, 0), past("00:10:00", 0, 0));
    assertThat(PowerGraph.of(past, END)).containsEntry("total", "M300 80V80H600V80Z");
  }

  @ParameterizedTest
  @CsvSource({"0.7,1", "1,1", "1.01,2", "2.2,2.5", "30,50", "51,100", "999,1000", "3400,5000"})
  void theTopIsARoundFigure(double most, double top) {
    assertThat(PowerGraph.roundedUp(most)).isEqualTo(top);
  }
}
