// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for processes that have a clock of their own. */
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something is so; throws when it is not in time. */
  static void until(Duration patience, String what, BooleanSupplier condition) {
    until(patience, () -> what, condition);
  }

  /** As above, with words that are found when they are needed. */
  static void until(Duration patience, Supplier<String> what, BooleanSupplier condition) {
    long endNs = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endNs) {
        throw new IllegalStateException("not within " + patience + ": " + what.get());
      }
      of(Duration.ofMillis(100));
    }
  }
}
