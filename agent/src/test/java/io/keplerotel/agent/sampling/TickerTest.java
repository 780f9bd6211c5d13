// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TickerTest {
  @Test
  void ticksGoOnAfterOneThatFailed() throws Exception {
    CountDownLatch turns = new CountDownLatch(3);
    Runnable turn =
        () -> {
          turns.countDown();
          if (turns.getCount() == 2) {
            throw new IllegalStateException("a turn that fails on purpose");
          }
        };
    try (Ticker ticker = new Ticker(turn, Duration.ofMillis(1))) {
      ticker.start();
      assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void nothingRunsAfterClosing() throws Exception {
    CompletableFuture<Thread> sampler = new CompletableFuture<>();
    Ticker ticker = new Ticker(() -> sampler.complete(Thread.currentThread()), Duration.ofHours(1));
    ticker.start();
    Thread thread = sampler.get(10, TimeUnit.SECONDS);
    ticker.close();
    // The pool says that it has ended a moment before its thread has.
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
  }
}
