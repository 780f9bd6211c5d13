// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadNamesTest {
  private static final long HOLD_NS = 30_000_000_000L;
  private static final Workload IN_POD =
      new Workload.Container("a", "containerd", Optional.of("uid"));
  private static final Workload ALONE = new Workload.Container("b", "docker", Optional.empty());
  private static final Names NAMED =
      new Names(Optional.empty(), Optional.of("web"), Optional.empty(), Optional.empty());

  private final WorkloadNames names =
      new WorkloadNames() {
        @Override
        public Names ofContainer(Workload.Container container) {
          return NAMED;
        }

        @Override
        public Duration hold() {
          return Duration.ofSeconds(30);
        }
      };

  @Test
  void aContainerInAPodIsHeldWhileItsNameMaySoonBeKnown() {
    assertThat(names.holds(IN_POD, Names.UNKNOWN, HOLD_NS - 1)).isTrue();
    assertThat(names.holds(IN_POD, Names.UNKNOWN, HOLD_NS)).isFalse();
    assertThat(names.holds(IN_POD, NAMED, 0)).isFalse();
  }

  @Test
  void whatIsInNoPodIsNeverHeld() {
    assertThat(names.holds(ALONE, Names.UNKNOWN, 0)).isFalse();
    assertThat(names.holds(Workload.Pseudo.SYSTEM, Names.UNKNOWN, 0)).isFalse();
  }

  @Test
  void aPodIsHeldWhileItsNameMaySoonBeKnown() {
    assertThat(names.holds(Optional.empty(), HOLD_NS - 1)).isTrue();
    assertThat(names.holds(Optional.empty(), HOLD_NS)).isFalse();
  }

  @Test
  void onlyContainersHaveNames() {
    assertThat(names.of(IN_POD)).isEqualTo(NAMED);
    assertThat(names.of(Workload.Pseudo.SYSTEM)).isEqualTo(Names.UNKNOWN);
  }
}
