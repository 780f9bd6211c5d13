// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.ProcessKey;
import org.junit.jupiter.api.Test;

class ProcessKinTest {
  @Test
  void allFiguresAreFoundBehindAnyName() {
    String stat =
        "42 (a) R (b) Z 7 40 40 34816 40 4194304 1 2 3 4 150 25 300 75 20 0 1 0 9000 1 2 3";
    ProcessKin kin = ProcessKin.parse(42, stat).orElseThrow();
    assertThat(kin)
        .isEqualTo(
            new ProcessKin(
                new ProcessKey(42, 90_000_000_000L),
                7,
                40,
                40,
                'Z',
                1_750_000_000,
                3_750_000_000L));
    assertThat(kin.hasEnded()).isTrue();
    assertThat(kin.isInForeground()).isTrue();
  }

  @Test
  void oneWithoutATerminalIsNotInTheForeground() {
    String stat = "42 (a) S 7 40 40 0 -1 4194304 1 2 3 4 1 1 0 0 20 0 1 0 9000 1 2 3";
    ProcessKin kin = ProcessKin.parse(42, stat).orElseThrow();
    assertThat(kin.hasEnded()).isFalse();
    assertThat(kin.isInForeground()).isFalse();
  }

  @Test
  void whatIsCutShortIsNothing() {
    assertThat(ProcessKin.parse(42, "42 (a) S 7 40 40 0")).isEmpty();
    assertThat(ProcessKin.parse(42, "")).isEmpty();
    assertThat(ProcessKin.parse(42, "42 (a) S x 40 40 0 -1 41 1 2 3 4 1 1 0 0 20 0 1 0 9000 1 2 3"))
        .isEmpty();
  }
}
