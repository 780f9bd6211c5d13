// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.model.TickLoad;

/**
 * Whether a power sensor of CPUs has stuck: it says the same to the last digit for two minutes,
 * while the load of the CPUs went up or down by half of them. A change of one digit ends it.
 * Sensors of coarse steps stand still too, but not beside such a change of load.
 */
final class StuckCheck {
  private static final long LEAST_WINDOW_NS = 30_000_000_000L;
  private static final int WINDOWS = 4;
  private static final double SWING = 0.5;

  private final long windowNs;
  private long powerUw = -1;
  private long timeNs;
  private double busyNs;
  private int windows;
  private double least;
  private double most;

  /**
   * For a sensor of its kind.
   *
   * @param averageNs over how long it averages, ns; 0 where it does not
   */
  StuckCheck(long averageNs) {
    this.windowNs = Math.max(LEAST_WINDOW_NS, 2 * averageNs);
  }

  /** Takes a reading, and says whether it is one of a sensor that has stuck. */
  boolean isStuck(long nowUw, TickLoad load) {
    if (nowUw != powerUw) {
      powerUw = nowUw;
      begin();
      return false;
    }
    timeNs += load.elapsedNs();
    busyNs += load.utilization() * load.elapsedNs();
    if (timeNs >= windowNs) {
      least = Math.min(least, busyNs / timeNs);
      most = Math.max(most, busyNs / timeNs);
      windows++;
      timeNs = 0;
      busyNs = 0;
    }
    return windows >= WINDOWS && most - least >= SWING;
  }

  private void begin() {
    timeNs = 0;
    busyNs = 0;
    windows = 0;
    least = 1;
    most = 0;
  }
}
