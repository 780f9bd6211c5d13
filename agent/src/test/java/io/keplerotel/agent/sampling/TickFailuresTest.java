// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.FakeClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TickFailuresTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final Error missing = new NoClassDefFoundError("io/keplerotel/agent/Gone");

  private final FakeClock clock = new FakeClock();
  private final TickFailures failures = new TickFailures(clock);
  private final CompletableFuture<String> end = new CompletableFuture<>();

  @Test
  void aTickThatGoesWellEndsThem() {
    failures.failed(missing);
    assertThat(failures.now().orElseThrow().what()).contains("NoClassDefFoundError");
    failures.succeeded();
    assertThat(failures.now()).isEmpty();
  }

  @Test
  void afterTwoMinutesOfNothingElseThereIsNoHope() throws Exception {
    Thread waiting = waiting();
    failures.failed(missing);
    clock.advance(MINUTE);
    failures.failed(missing);
    failures.succeeded();
    failures.failed(missing);
    clock.advance(MINUTE.multipliedBy(2).minusNanos(1));
    failures.failed(missing);
    failures.failed(missing);
    assertThat(end).isNotDone();
    clock.advance(Duration.ofNanos(1));
    failures.failed(missing);
    assertThat(end.get(10, TimeUnit.SECONDS))
        .contains(
            "nothing is counted", "NoClassDefFoundError: io/keplerotel/agent/Gone", "start it");
    waiting.join();
  }

  /** A machine that slept between two ticks that failed is no reason. */
  @Test
  void twoFailuresFarApartAreFew() throws Exception {
    Thread waiting = waiting();
    failures.failed(missing);
    clock.advance(Duration.ofHours(1));
    failures.failed(missing);
    assertThat(end).isNotDone();
    waiting.interrupt();
    waiting.join();
  }

  private Thread waiting() {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                end.complete(failures.awaitHopeless());
              } catch (InterruptedException e) {
                end.cancel(false);
              }
            });
  }
}
