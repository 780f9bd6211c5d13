// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotHistoryTest {
  private final SnapshotHistory history =
      new SnapshotHistory(Snapshots.empty(), Duration.ofSeconds(5));

  @Test
  void withoutTwoSnapshotsThereIsNoTime() {
    assertThat(history.recent().uptimeNs()).isZero();
  }

  @Test
  void theWindowGrowsToItsLengthAndNoFurther() {
    for (int second = 1; second <= 20; second++) {
      Snapshot latest = Snapshots.at(second);
      history.add(latest);
      assertThat(history.recent().uptimeNs()).isEqualTo(Math.min(5, second) * 1_000_000_000L);
      assertThat(history.recent().at()).isEqualTo(history.latest().at());
      assertThat(history.latest()).isEqualTo(latest);
    }
  }

  @Test
  void ticksThatAreLongerThanTheWindowMakeItOneTick() {
    history.add(Snapshots.at(60));
    history.add(Snapshots.at(120));

    Snapshot recent = history.recent();

    assertThat(recent.uptimeNs()).isEqualTo(60_000_000_000L);
  }
}
