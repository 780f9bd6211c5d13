// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Since when all ticks have failed, and of what. Where that lasts, nothing is counted any more, and
 * only another start helps: such as when the agent's files were replaced while it ran. Written by
 * the sampler's thread, read by any.
 */
@Singleton
public final class TickFailures {
  /** For so long it may be something that passes. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int FEW = 3;

  private final Clock clock;
  private final CountDownLatch hopeless = new CountDownLatch(1);
  private volatile @Nullable Failing failing;

  /** None yet. */
  @Inject
  public TickFailures(Clock clock) {
    this.clock = clock;
  }

  /**
   * Ticks that fail.
   *
   * @param what the last one's reason
   * @param count how many in a row
   * @param sinceNs when the first of them failed, by the agent's clock, ns
   */
  public record Failing(String what, int count, long sinceNs) {}

  /** A tick went well. */
  public void succeeded() {
    failing = null;
  }

  /** A tick threw this. */
  public void failed(Throwable reason) {
    Failing before = failing;
    long nowNs = clock.nanoTime();
    Failing now =
        before == null
            ? new Failing(reason.toString(), 1, nowNs)
            : new Failing(reason.toString(), before.count + 1, before.sinceNs);
    failing = now;
    if (now.count >= FEW && nowNs - now.sinceNs >= PATIENCE.toNanos()) {
      hopeless.countDown();
    }
  }

  /** Empty while ticks go well. */
  public Optional<Failing> now() {
    return Optional.ofNullable(failing);
  }

  /** Waits until all ticks have failed for two minutes, which may never be; says why they do. */
  public String awaitHopeless() throws InterruptedException {
    hopeless.await();
    Failing last = failing;
    return "all ticks have failed for two minutes, so nothing is counted: %s; start it again, and report this if it lasts"
        .formatted(last == null ? "" : last.what);
  }
}
