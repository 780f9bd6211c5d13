// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Waiting;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BusyThreadsTest {
  @Test
  void aThreadUsesThePartOfTimeThatWasAskedFor() throws Exception {
    try (BusyThreads busy = BusyThreads.start(1)) {
      busy.set(0.3);
      Thread.sleep(300);
      double part = part(1_000);
      for (int i = 0; i < 20 && part < 0.2; i++) { // Others may have kept the CPUs busy meanwhile.
        part = part(500);
      }
      assertThat(part).isBetween(0.2, 0.4);
      busy.set(0);
      Thread.sleep(200);
      assertThat(part(500)).isLessThan(0.05);
    }
  }

  @Test
  void closingEndsTheThreads() throws Exception {
    BusyThreads busy = BusyThreads.start(2);
    busy.set(1);
    Waiting.until(() -> loads().size() == 2);
    busy.close();

    Waiting.until(() -> loads().isEmpty());
    assertThat(busy.failure()).isEmpty();
  }

  @Test
  void aThreadThatThrowsIsTold() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    try (BusyThreads busy =
        BusyThreads.start(
            1,
            () -> {
              if (broken.get()) {
                throw new LinkageError("no such thing");
              }
            })) {
      assertThat(busy.failure()).isEmpty();
      broken.set(true);

      Waiting.until(() -> busy.failure().isPresent());
      assertThat(busy.failure()).contains("java.lang.LinkageError: no such thing");
    }
  }

  private static double part(long ms) throws InterruptedException {
    long startNs = System.nanoTime();
    long beforeNs = cpuNs();
    Thread.sleep(ms);
    return (double) (cpuNs() - beforeNs) / (System.nanoTime() - startNs);
  }

  private static long cpuNs() {
    return loads().stream()
        .mapToLong(each -> ManagementFactory.getThreadMXBean().getThreadCpuTime(each.threadId()))
        .sum();
  }

  private static List<Thread> loads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("load-"))
        .toList();
  }
}
