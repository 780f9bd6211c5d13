// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

/** When a tenant wants to run. */
sealed interface Demand {
  /**
   * All the time.
   *
   * @param busy which part of the time each of its processes wants to run, 0–1
   */
  record Steady(double busy) implements Demand {}

  /**
   * On and off; each turn is half as long to one and a half times as long as its mean.
   *
   * @param onS mean length of a turn in which its processes run, s
   * @param offS mean length of a turn in which they do not, s
   */
  record Bursts(double onS, double offS) implements Demand {}

  /**
   * Processes that start, run without a pause and end.
   *
   * @param perSecond how many start in a second
   * @param lengthNs how long each runs, ns
   */
  record ShortLived(int perSecond, long lengthNs) implements Demand {}
}
