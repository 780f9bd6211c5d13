// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.NamedSnapshot.Past;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotHistoryTest {
  private static final Resolved NONE = Resolved.NONE;

  private final SnapshotHistory history =
      new SnapshotHistory(Snapshots.empty(), Duration.ofSeconds(5));

  @Test
  void withoutTwoSnapshotsThereIsNoTime() {
    assertThat(history.latest().recent().uptimeNs()).isZero();
  }

  @Test
  void theWindowGrowsToItsLengthAndNoFurther() {
    for (int second = 1; second <= 20; second++) {
      Snapshot latest = Snapshots.at(second);
      history.add(latest, NONE, List.of());
      assertThat(history.latest().recent().uptimeNs())
          .isEqualTo(Math.min(5, second) * 1_000_000_000L);
      assertThat(history.latest().recent().at()).isEqualTo(history.latest().snapshot().at());
      assertThat(history.latest().snapshot()).isEqualTo(latest);
    }
  }

  @Test
  void ticksThatAreLongerThanTheWindowMakeItOneTick() {
    history.add(Snapshots.at(60), NONE, List.of());
    history.add(Snapshots.at(120), NONE, List.of());

    Snapshot recent = history.latest().recent();

    assertThat(recent.uptimeNs()).isEqualTo(60_000_000_000L);
  }

  @Test
  void tenMinutesAreKeptInStepsOfFiveSeconds() {
    for (int second = 1; second <= 700; second++) {
      history.add(Snapshots.at(second), NONE, List.of());
    }
    List<Past> past = history.latest().past();
    assertThat(past.getLast().uptimeNs()).isEqualTo(696_000_000_000L);
    assertThat(past.getLast().node().dynamicUj(0)).isEqualTo(Snapshots.at(696).node().dynamicUj(0));
    for (int i = 1; i < past.size(); i++) {
      assertThat(past.get(i).uptimeNs() - past.get(i - 1).uptimeNs()).isEqualTo(5_000_000_000L);
    }
    assertThat(past).hasSizeBetween(121, 122);
  }

  @Test
  void afterALongSleepOfTheMachineTheStepThatHasItIsKept() {
    history.add(Snapshots.at(1), NONE, List.of());
    history.add(Snapshots.at(100_000), NONE, List.of());
    assertThat(history.latest().past()).extracting(Past::uptimeNs).endsWith(100_000_000_000_000L);
  }
}
