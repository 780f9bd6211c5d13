// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {
  @Test
  void aCgroupWhoseMakerIsGoneIsAbandoned() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThat(Places.isAbandoned("kepler-exec-" + ended.pid() + "-0a1b2c.scope")).isTrue();
    long self = ProcessHandle.current().pid();
    assertThat(Places.isAbandoned("kepler-exec-" + self + "-0a1b2c.scope")).isFalse();
    assertThat(Places.isAbandoned("session-" + ended.pid() + ".scope")).isFalse();
  }
}
