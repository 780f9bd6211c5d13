// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of pushes: the exporter's own, read by each tick. Safe for all threads. */
public final class PushTally {
  private final LongAdder ok = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  /** A push was accepted, but for so many data points. */
  public void accepted(long rejectedPoints) {
    ok.increment();
    rejected.add(rejectedPoints);
  }

  /** A push was not accepted. */
  public void failed() {
    failed.increment();
  }

  /** So far. */
  public Cost.Pushes sum() {
    return new Cost.Pushes(ok.sum(), failed.sum(), rejected.sum());
  }
}
