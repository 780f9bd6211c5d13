// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Waiting;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BusyThreadsTest {
  @Test
  void aThreadUsesThePartOfTimeThatWasAskedFor() throws Exception {
    try (BusyThreads busy = BusyThreads.start(1)) {
      busy.set(0.3);
      Thread.sleep(300);
      Times before = Times.now();
      Thread.sleep(1_000);
      Times used = Times.now().minus(before);
      // It goes by the clock: what others had of the CPU meanwhile was wanted too.
      assertThat(used.part(used.cpuNs())).isLessThan(0.4);
      assertThat(used.part(used.cpuNs() + used.waitNs())).isGreaterThan(0.2);
      busy.set(0);
      Thread.sleep(200);
      before = Times.now();
      Thread.sleep(500);
      used = Times.now().minus(before);
      assertThat(used.part(used.cpuNs())).isLessThan(0.05);
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

  private static List<Thread> loads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("load-"))
        .toList();
  }

  /** Of all loads together, ns. */
  private record Times(long atNs, long cpuNs, long waitNs) {
    static Times now() throws IOException {
      long cpuNs = 0;
      long waitNs = 0;
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path task : tasks) {
          if (Files.readString(task.resolve("comm")).startsWith("load-")) {
            String[] times = Files.readString(task.resolve("schedstat")).split(" ", -1);
            cpuNs += Long.parseLong(times[0]);
            waitNs += Long.parseLong(times[1]);
          }
        }
      }
      return new Times(System.nanoTime(), cpuNs, waitNs);
    }

    Times minus(Times before) {
      return new Times(atNs - before.atNs, cpuNs - before.cpuNs, waitNs - before.waitNs);
    }

    double part(long ns) {
      return (double) ns / atNs;
    }
  }
}
