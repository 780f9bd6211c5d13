// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.time.Duration;

/** Time that goes by while a machine is watched. */
public interface Pace {
  /** The machine's own time. */
  Pace REAL =
      new Pace() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void rest(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /** A clock that only goes on, ns. */
  long nanoTime();

  /** Waits. */
  void rest(Duration time) throws InterruptedException;
}
