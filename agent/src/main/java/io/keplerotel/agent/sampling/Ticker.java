// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Turns the sampler at a fixed rate, on a thread of its own. */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Ticker.class.getName());
  private static final long STOP_SECONDS = 2;

  private final Runnable turn;
  private final Duration interval;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sampler").daemon().factory());
  private boolean failed;

  /** Nothing runs before {@link #start}. */
  public Ticker(Runnable turn, Duration interval) {
    this.turn = turn;
    this.interval = interval;
  }

  /** Ticks now, and from now on. */
  public void start() {
    var unused =
        thread.scheduleAtFixedRate(this::safely, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
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

  /** A tick that fails is said once, and must not end all that follow. */
  private void safely() {
    try {
      turn.run();
      failed = false;
    } catch (RuntimeException e) {
      if (!failed) {
        LOG.log(Level.ERROR, "a tick failed; what it should have counted is counted later", e);
      }
      failed = true;
    }
  }
}
