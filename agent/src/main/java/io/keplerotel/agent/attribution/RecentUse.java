// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

/**
 * How much CPU a process uses lately: the greater of a mean over about a second, which makes a
 * heavy newcomer seen at once, and one over about a minute, which keeps those that pause in their
 * place.
 */
final class RecentUse {
  private static final double NS_PER_S = 1e9;
  private static final double SHORT_S = 1;

  /** A half-life of a minute. */
  private static final double LONG_S = 60 / Math.log(2);

  /** CPU ns per s; 17 min after 1 s of CPU time. */
  private static final double FORGOTTEN = 10_000 / LONG_S;

  private double shortly;
  private double longly;

  /**
   * How one tick's length weighs; the same for all processes.
   *
   * @param seconds length, s
   * @param shortKept part of the short mean that stays
   * @param longKept part of the long mean that stays
   */
  record Step(double seconds, double shortKept, double longKept) {
    static Step of(long elapsedNs) {
      double seconds = elapsedNs / NS_PER_S;
      return new Step(seconds, Math.exp(-seconds / SHORT_S), Math.exp(-seconds / LONG_S));
    }
  }

  void add(long cpuNs, Step step) {
    double rate = step.seconds() > 0 ? cpuNs / step.seconds() : 0;
    shortly = shortly * step.shortKept() + rate * (1 - step.shortKept());
    longly = longly * step.longKept() + rate * (1 - step.longKept());
  }

  double strength() {
    return Math.max(shortly, longly);
  }

  boolean isForgotten() {
    return strength() < FORGOTTEN;
  }
}
