// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.meter.Snapshots;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnUseTest {
  private static final Duration WORK = Duration.ofMillis(100);

  private final OwnUse own = new OwnUse(new HostFiles(Path.of("/proc"), Path.of("/sys")));

  @Test
  void whatWasUsedWhileATickWaitedIsCountedWithTheNext() {
    assertThat(own.after(Snapshots.empty(), 1).energyUj()).hasValue(0);
    work();
    assertThat(own.after(Snapshots.empty(), 0).energyUj()).hasValue(0);
    Cost.Own after = own.after(Snapshots.at(1), WORK.toNanos() / 2);
    assertThat(after.energyUj().orElseThrow())
        .as("all of the tick's CPU time was this process' own")
        .isPositive();
  }

  private static void work() {
    long endNs = cpuNs() + WORK.toNanos();
    while (cpuNs() < endNs) {
      Thread.onSpinWait();
    }
  }

  private static long cpuNs() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
