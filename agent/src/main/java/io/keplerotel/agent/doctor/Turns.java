// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.model.TickLoad;

/** Lets time go by between two readings. */
public interface Turns {
  /**
   * Waits for the next turn.
   *
   * @return what went on meanwhile
   */
  TickLoad next() throws InterruptedException;

  /** Of half a second; how busy the CPUs are is known of this process only, which is less. */
  static Turns real() {
    return new Turns() {
      private static final long TURN_MS = 500;
      private long lastNs = System.nanoTime();
      private long lastCpuNs = cpuNs();

      @Override
      public TickLoad next() throws InterruptedException {
        Thread.sleep(TURN_MS);
        long nowNs = System.nanoTime();
        long nowCpuNs = cpuNs();
        TickLoad load =
            new TickLoad(
                nowNs - lastNs, nowCpuNs - lastCpuNs, Runtime.getRuntime().availableProcessors());
        lastNs = nowNs;
        lastCpuNs = nowCpuNs;
        return load;
      }

      private static long cpuNs() {
        return ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(java.time.Duration::toNanos)
            .orElse(0L);
      }
    };
  }
}
