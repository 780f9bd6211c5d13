// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PushTallyTest {
  @Test
  void pushesAreCountedByHowTheyEnded() {
    PushTally tally = new PushTally();
    tally.accepted(0);
    tally.accepted(7);
    tally.failed();
    assertThat(tally.sum()).isEqualTo(new Cost.Pushes(2, 1, 7));
  }
}
