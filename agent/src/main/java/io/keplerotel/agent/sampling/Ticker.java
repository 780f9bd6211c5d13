// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.thread.LastingTurn;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Turns the sampler at a fixed rate, on a thread of its own. Turns that were missed, because one
 * took long or the machine stood still, are not made up for.
 */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Ticker.class.getName());
  private static final long STOP_SECONDS = 2;

  private final Runnable turn;
  private final long intervalNs;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("sampler").daemon().factory());
  private long dueNs;

  /** Nothing runs before {@link #start}. */
  public Ticker(Runnable turn, TickFailures failures, Duration interval) {
    this.turn =
        new LastingTurn(
            () -> {
              turn.run();
              failures.succeeded();
            },
            failures::failed,
            LOG,
            "a tick failed; what it had read is carried into the next, or counted as lost");
    this.intervalNs = interval.toNanos();
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Ticks now, and from now on. */
  public void start() {
    thread.execute(
        () -> {
          dueNs = System.nanoTime();
          turn();
        });
  }

  /** Lets a running tick end, then stops. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * When the next turn is due: the first multiple of the interval that is still to come.
   *
   * @param dueNs when the turn that ended just now was due, ns
   * @param nowNs the present, by the same clock, ns
   */
  static long next(long dueNs, long nowNs, long intervalNs) {
    return dueNs + (Math.max(0, nowNs - dueNs) / intervalNs + 1) * intervalNs;
  }

  private void turn() {
    try {
      turn.run();
    } finally {
      schedule();
    }
  }

  private void schedule() {
    long nowNs = System.nanoTime();
    dueNs = next(dueNs, nowNs, intervalNs);
    try {
      var unused = thread.schedule(this::turn, dueNs - nowNs, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ignored) {
      // It was closed meanwhile.
    }
  }
}
