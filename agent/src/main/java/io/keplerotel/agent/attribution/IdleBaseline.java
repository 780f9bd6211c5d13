// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

/**
 * Learns what a zone uses when the machine does nothing, from the low end of power against
 * utilization.
 *
 * <p>Observations fall into buckets of utilization. Each bucket follows the low end of its power:
 * quickly down, slowly up. The baseline is the estimate of the least utilized bucket that was seen
 * for a few seconds, taken down to utilization 0 by the usual shape of a machine whose idle power
 * is {@value #IDLE_PART} of its power at full load (median of the published SPECpower results):
 * exact at utilization 0, and a fair guess where only full load was ever seen. Old observations
 * fade, so one high or low episode does not last; a bucket of low utilization is remembered for
 * hours, so the baseline does not follow the load.
 */
final class IdleBaseline {
  /** Idle power as a part of full-load power, a prior that matters only far from utilization 0. */
  static final double IDLE_PART = 0.35;

  private static final int BUCKETS = 20;
  private static final double HALF_LIFE_S = 3600;
  private static final double SEEN_S = 3;
  private static final double FORGOTTEN_S = 0.5;
  private static final double DOWN_PER_S = 0.25;
  private static final double UP_PER_S = 0.005;

  private final double[] lowUw = new double[BUCKETS];
  private final double[] utilization = new double[BUCKETS];
  private final double[] seenS = new double[BUCKETS];

  /** Takes in the mean power of one tick. */
  void observe(double utilizationNow, double powerUw, double elapsedS) {
    fade(elapsedS);
    int bucket = Math.min(BUCKETS - 1, (int) (utilizationNow * BUCKETS));
    if (seenS[bucket] <= FORGOTTEN_S) {
      lowUw[bucket] = powerUw;
      utilization[bucket] = utilizationNow;
      seenS[bucket] = Math.max(elapsedS, FORGOTTEN_S * 2);
      return;
    }
    double perS = powerUw < lowUw[bucket] ? DOWN_PER_S : UP_PER_S;
    double step = 1 - Math.exp(-perS * elapsedS);
    lowUw[bucket] += step * (powerUw - lowUw[bucket]);
    utilization[bucket] += step * (utilizationNow - utilization[bucket]);
    seenS[bucket] += elapsedS;
  }

  /** The baseline, µW; 0 before the first observation. */
  long powerUw() {
    int bucket = leastUtilized(SEEN_S);
    if (bucket < 0) {
      bucket = leastUtilized(FORGOTTEN_S);
    }
    if (bucket < 0) {
      return 0;
    }
    double estimate =
        lowUw[bucket] * IDLE_PART / (IDLE_PART + (1 - IDLE_PART) * utilization[bucket]);
    return Math.round(Math.min(estimate, lowestUw()));
  }

  private void fade(double elapsedS) {
    double kept = Math.exp(-Math.log(2) * elapsedS / HALF_LIFE_S);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seenS[bucket] *= kept;
    }
  }

  private int leastUtilized(double seenAtLeastS) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (seenS[bucket] > seenAtLeastS) {
        return bucket;
      }
    }
    return -1;
  }

  private double lowestUw() {
    double lowest = Double.MAX_VALUE;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (seenS[bucket] > FORGOTTEN_S) {
        lowest = Math.min(lowest, lowUw[bucket]);
      }
    }
    return lowest;
  }
}
