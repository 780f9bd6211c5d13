// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import java.time.Instant;

/**
 * Time as the sampler sees it: the wall clock is only shown, the monotonic one is measured with.
 */
public interface Clock {
  /** The wall clock; may step. */
  Instant now();

  /** The monotonic clock, ns. */
  long nanoTime();

  /** The clocks of this machine. */
  static Clock system() {
    return new Clock() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }
    };
  }
}
