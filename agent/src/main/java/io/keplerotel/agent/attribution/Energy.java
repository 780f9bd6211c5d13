// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

/** Power × time in whole microjoules, whatever the time. */
final class Energy {
  private static final long NS_PER_S = 1_000_000_000L;

  private Energy() {}

  /**
   * Energy of a constant power, rounded down, µJ; {@link Long#MAX_VALUE} where it is more than
   * that.
   *
   * @param powerUw ≥ 0, µW
   * @param timeNs ≥ 0, ns
   */
  static long of(long powerUw, long timeNs) {
    long seconds = timeNs / NS_PER_S;
    if (Math.multiplyHigh(powerUw, seconds) != 0 || powerUw * seconds < 0) {
      return Long.MAX_VALUE;
    }
    long sumUj = powerUw * seconds + Apportionment.floorShare(powerUw, timeNs % NS_PER_S, NS_PER_S);
    return sumUj < 0 ? Long.MAX_VALUE : sumUj;
  }
}
