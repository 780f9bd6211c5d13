// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.time.Duration;
import java.util.List;

/**
 * Which loads a calibration goes through.
 *
 * @param warmUp full load at first, since a cold machine takes less
 * @param step length of each level
 * @param levels parts of all hardware threads' time, 0–1, in their order
 */
public record Schedule(Duration warmUp, Duration step, List<Double> levels) {
  /** Two minutes, then ten seconds each: docs/calibration.md says what that is worth. */
  public static final Schedule DEFAULT =
      new Schedule(
          Duration.ofMinutes(2), Duration.ofSeconds(10), List.of(0.0, 0.1, 0.3, 0.6, 0.8, 1.0));

  private static final Duration MOST_LOOK = Duration.ofSeconds(5);
  private static final int READINGS = 10;
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  private static final Duration MOST_INTERVAL = Duration.ofSeconds(1);

  /** Takes a copy. */
  public Schedule {
    levels = List.copyOf(levels);
  }

  /** For how long it is looked whether the machine is idle. */
  Duration look() {
    return step.compareTo(MOST_LOOK) < 0 ? step : MOST_LOOK;
  }

  /** Time between two readings. */
  Duration interval() {
    Duration tenth = step.dividedBy(READINGS);
    if (tenth.compareTo(LEAST_INTERVAL) < 0) {
      return LEAST_INTERVAL;
    }
    return tenth.compareTo(MOST_INTERVAL) > 0 ? MOST_INTERVAL : tenth;
  }

  /** All of it. */
  public Duration length() {
    return look().plus(warmUp).plus(step.multipliedBy(levels.size()));
  }
}
