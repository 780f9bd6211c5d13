// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.FakeClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TickerTest {
  static Stream<Runnable> whatATickMayThrow() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("a turn that fails on purpose");
        },
        () -> {
          throw new StackOverflowError("on purpose");
        },
        () -> {
          throw new NoClassDefFoundError("on/purpose");
        });
  }

  private final TickFailures failures = new TickFailures(new FakeClock());

  /** Issue, A3: an Error in a tick ended all ticks without a word. */
  @ParameterizedTest
  @MethodSource("whatATickMayThrow")
  void ticksGoOnAfterOneThatFailedWhateverItThrew(Runnable failure) throws Exception {
    CountDownLatch turns = new CountDownLatch(3);
    Runnable turn =
        () -> {
          turns.countDown();
          if (turns.getCount() == 2) {
            failure.run();
          }
        };
    try (Ticker ticker = new Ticker(turn, failures, Duration.ofMillis(1))) {
      ticker.start();
      assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(failures.now()).as("the last went well").isEmpty();
    }
  }

  /** Issue, A3: after a stall of 2 s a 100 ms ticker ran some 20 ticks within a millisecond. */
  @Test
  void ticksThatWereMissedAreNotMadeUpFor() throws Exception {
    Duration interval = Duration.ofMillis(100);
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch some = new CountDownLatch(4);
    CompletableFuture<Long> stallEndedNs = new CompletableFuture<>();
    Runnable turn =
        () -> {
          if (turns.incrementAndGet() == 1) {
            stall(Duration.ofSeconds(2));
            stallEndedNs.complete(System.nanoTime());
          }
          some.countDown();
        };
    try (Ticker ticker = new Ticker(turn, failures, interval)) {
      ticker.start();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      long sinceNs = System.nanoTime() - stallEndedNs.get();
      assertThat(sinceNs)
          .as("three more ticks take at least two intervals")
          .isGreaterThan(2 * interval.toNanos());
    }
  }

  @Test
  void theNextTurnIsTheFirstThatIsStillToCome() {
    assertThat(Ticker.next(1000, 1000, 100)).isEqualTo(1100);
    assertThat(Ticker.next(1000, 1099, 100)).isEqualTo(1100);
    assertThat(Ticker.next(1000, 1100, 100)).isEqualTo(1200);
    assertThat(Ticker.next(1000, 3050, 100)).isEqualTo(3100);
    assertThat(Ticker.next(1000, 990, 100)).as("a clock that was read earlier").isEqualTo(1100);
    assertThat(Ticker.next(Long.MAX_VALUE - 50, Long.MIN_VALUE + 49, 100))
        .as("nanoTime may be any number")
        .isEqualTo(Long.MIN_VALUE + 149);
  }

  @Test
  void nothingRunsAfterClosing() throws Exception {
    CompletableFuture<Thread> sampler = new CompletableFuture<>();
    Ticker ticker =
        new Ticker(() -> sampler.complete(Thread.currentThread()), failures, Duration.ofHours(1));
    ticker.start();
    Thread thread = sampler.get(10, TimeUnit.SECONDS);
    ticker.close();
    // The pool says that it has ended a moment before its thread has.
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
  }

  private static void stall(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
