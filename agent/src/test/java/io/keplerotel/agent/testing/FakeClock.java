// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.sampling.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that a test turns; the wall clock may be set apart from the monotonic one. */
public final class FakeClock implements Clock {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long nanoTime = 1;

  /** Lets time pass on both clocks. */
  public void advance(Duration time) {
    now = now.plus(time);
    nanoTime += time.toNanos();
  }

  /** Sets the wall clock, as an administrator or NTP may. */
  public void step(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanoTime() {
    return nanoTime;
  }
}
