// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
  private final CpuTime time = new CpuTime();

  @Test
  void whatIsLessThanAMicrosecondIsCarriedOn() {
    for (int i = 0; i < 10_000; i++) {
      time.add(333);
    }
    assertThat(time.us()).isEqualTo(3_330);
  }

  /** Issue, A1: no arithmetic on time overflows in a hundred years of uptime. */
  @Test
  void aThousandCpusThatAreBusyForAHundredYearsAreCounted() {
    long weekNs = 604_800_000_000_000L;
    for (int week = 0; week < 5_218; week++) {
      time.add(1_024 * weekNs);
    }
    assertThat(time.us()).isEqualTo(1_024L * 604_800_000_000L * 5_218);
    time.add(Long.MAX_VALUE);
    assertThat(time.us()).isPositive();
  }
}
