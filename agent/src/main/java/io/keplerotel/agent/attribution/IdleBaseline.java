// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.attribution.IdlePower.Basis;

/**
 * Learns what a zone uses when the machine does nothing, from the low end of power against
 * utilization.
 *
 * <p>Observations fall into buckets of utilization. Each bucket follows the low end of its power:
 * quickly down, slowly up. Old observations fade, so one high or low episode does not last; a
 * bucket of low utilization is remembered for hours, so the baseline does not follow the load.
 *
 * <p>Where the machine was idle for a few seconds, that is the baseline. Elsewhere it is the
 * intercept of a straight line through the buckets, fitted by least squares with a prior: a machine
 * whose idle power is {@value #IDLE_PART} of its power at full load (median of the published
 * SPECpower results), give or take {@value #PRIOR}. Where only one load was ever seen the prior
 * decides alone; what is seen at different loads soon outweighs it. Buckets far off the line count
 * less (Huber's weights). It is never more than the least power that was seen.
 */
final class IdleBaseline {
  /** Idle power as a part of full-load power, a prior that matters only far from utilization 0. */
  static final double IDLE_PART = 0.35;

  /** Standard deviation of that, and of what load adds, as parts of power at full load. */
  static final double PRIOR = 0.2;

  /** What is less utilized was idle. */
  private static final double IDLE = 0.05;

  /** How far power lies off the line, as a part of power at full load: one second, and at best. */
  private static final double NOISE = 0.02;

  private static final double BEND = 0.005;
  private static final double HUBER = 2;
  private static final int PASSES = 4;

  /** Of a normal distribution, standard deviations to each side that hold 90 %. */
  private static final double NINETY_PERCENT = 1.645;

  /** What may be off by more than this part of itself is no more than a guess. */
  private static final double GUESS_PART = 0.3;

  private static final int BUCKETS = 20;
  private static final double HALF_LIFE_S = 3600;
  private static final double SEEN_S = 3;
  private static final double FORGOTTEN_S = 0.5;
  private static final double DOWN_PER_S = 0.25;
  private static final double UP_PER_S = 0.005;

  private final double[] lowUw = new double[BUCKETS];
  private final double[] utilization = new double[BUCKETS];
  private final double[] seenS = new double[BUCKETS];

  /**
   * What is known.
   *
   * @param powerUw the baseline, µW
   * @param errorUw how far it may be off, with a probability of 90 %, µW
   */
  record Learnt(long powerUw, long errorUw, Basis basis) {}

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
    return learnt().powerUw();
  }

  /** The baseline and how sure it is; a guess of 0 before the first observation. */
  Learnt learnt() {
    int bucket = leastUtilized(SEEN_S);
    if (bucket < 0) {
      bucket = leastUtilized(FORGOTTEN_S);
    }
    if (bucket < 0) {
      return new Learnt(0, 0, Basis.GUESS);
    }
    double shape = IDLE_PART + (1 - IDLE_PART) * utilization[bucket];
    if (utilization[bucket] < IDLE || lowUw[bucket] <= 0) {
      double powerUw = Math.min(lowUw[bucket] * IDLE_PART / shape, lowestUw());
      return new Learnt(Math.round(powerUw), Math.round(lowUw[bucket] - powerUw), Basis.SEEN);
    }
    return line(lowUw[bucket] / shape);
  }

  /**
   * By the line through all buckets.
   *
   * @param fullUw the scale: power at full load of a machine of the usual kind, µW
   */
  private Learnt line(double fullUw) {
    double variance = 0;
    double idle = IDLE_PART;
    double slope = 1 - IDLE_PART;
    for (int pass = 0; pass < PASSES; pass++) {
      // The normal equations of weighted least squares, with the prior as two observations.
      double prior = 1 / (PRIOR * PRIOR);
      double sum = prior;
      double sumX = 0;
      double sumXx = prior;
      double sumY = prior * IDLE_PART;
      double sumXy = prior * (1 - IDLE_PART);
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        if (seenS[bucket] <= FORGOTTEN_S) {
          continue;
        }
        double x = utilization[bucket];
        double y = lowUw[bucket] / fullUw;
        double deviation = Math.sqrt(NOISE * NOISE / seenS[bucket] + BEND * BEND);
        double off = Math.abs(y - idle - slope * x) / deviation;
        double weight = (pass == 0 ? 1 : Math.min(1, HUBER / off)) / (deviation * deviation);
        sum += weight;
        sumX += weight * x;
        sumXx += weight * x * x;
        sumY += weight * y;
        sumXy += weight * x * y;
      }
      double determinant = sum * sumXx - sumX * sumX;
      idle = (sumXx * sumY - sumX * sumXy) / determinant;
      slope = (sum * sumXy - sumX * sumY) / determinant;
      variance = sumXx / determinant;
    }
    double powerUw = Math.max(0, Math.min(idle * fullUw, lowestUw()));
    double errorUw = NINETY_PERCENT * Math.sqrt(variance) * fullUw;
    return new Learnt(
        Math.round(powerUw),
        Math.round(errorUw),
        errorUw > GUESS_PART * powerUw ? Basis.GUESS : Basis.SLOPE);
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
