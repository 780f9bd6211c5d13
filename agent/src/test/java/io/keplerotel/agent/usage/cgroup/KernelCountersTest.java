// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelCountersTest {
  @Test
  void usageIsInMicroseconds() {
    assertThat(KernelCounters.usageNs("usage_usec 177476869\nuser_usec 1\n"))
        .hasValue(177_476_869_000L);
    assertThat(KernelCounters.usageNs("nr_periods 0\n")).isEmpty();
    assertThat(KernelCounters.usageNs("usage_usec x\n")).isEmpty();
  }

  @Test
  void busyIsAllButIdleAndStolenTime() {
    assertThat(KernelCounters.busyNs("cpu  1 2 4 1000 1000 8 16 1000 1000 1000\ncpu0 1\n"))
        .hasValue(31 * 10_000_000L);
    assertThat(KernelCounters.busyNs("cpu0 1 2 4 1000 1000 8 16 1000\n")).isEmpty();
    assertThat(KernelCounters.busyNs("")).isEmpty();
  }
}
