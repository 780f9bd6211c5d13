// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

/**
 * What a zone's power is made of, learnt while it runs: a constant, CPU time, and events. Beside it
 * the same without the events, to be better than. Not thread-safe.
 *
 * <p>Both tell each tick's power before they see it, so neither is judged by what it was fitted to.
 */
final class ZoneModel {
  /** Constant and CPU time. */
  private static final int WITHOUT_EVENTS = 2;

  private static final int CPU_TIME = 1;

  /** Nobody is given less than this part of what its CPU time would be. */
  private static final double LEAST = 0.1;

  private static final double HALF_LIFE_S = 6 * 3600;

  /** So long it only learns, and so long it is judged before it may be trusted, s. */
  private static final double LEARNS_S = 20;

  private static final double JUDGED_S = 60;

  private static final double FIT_AGAIN_S = 5;

  /** Trusted once its error is so small a part of the error without events, and until it is so. */
  private static final double BETTER = 0.7;

  private static final double NO_BETTER = 0.95;

  /** An observation that is off by more than so many mean errors counts less. */
  private static final double FAR = 4;

  private final RidgeFit fit;
  private final int columns;
  private double[] factors;
  private double[] withoutEvents;
  private double sinceFitS;
  private double judgedS;
  private double errorSum;
  private double errorSumWithoutEvents;
  private boolean trusted;

  /** Nothing is known; so many columns, with constant and CPU time. */
  ZoneModel(int columns) {
    this.columns = columns;
    this.fit = new RidgeFit(columns, WITHOUT_EVENTS);
    this.factors = new double[columns];
    this.withoutEvents = new double[columns];
  }

  /**
   * Takes a tick in.
   *
   * @param row 1, then rates of all columns, per ns
   * @param powerW the mean power of the tick, W
   * @param seconds its length
   */
  void learn(double[] row, double powerW, double seconds) {
    double kept = Math.exp(-Math.log(2) * seconds / HALF_LIFE_S);
    fit.fade(kept);
    double weight = seconds;
    if (fit.seen() >= LEARNS_S) {
      double error = Math.abs(powerW - sum(factors, row));
      double errorWithoutEvents = Math.abs(powerW - sum(withoutEvents, row));
      weight *= weight(Math.min(error, errorWithoutEvents));
      judge(error, errorWithoutEvents, seconds, kept);
    }
    fit.observe(row, powerW, weight);
    sinceFitS += seconds;
    if (sinceFitS >= FIT_AGAIN_S) {
      sinceFitS = 0;
      factors = fit.factors(columns);
      withoutEvents = fit.factors(WITHOUT_EVENTS);
    }
  }

  /** Whether it tells more than CPU time does. */
  boolean isTrusted() {
    return trusted;
  }

  /**
   * What one of each column takes: W, then nJ for a ns of CPU time and for one of each event; below
   * 0 where something stands in for what takes little.
   */
  double[] factors() {
    return factors.clone();
  }

  /**
   * What a row with 0 as its constant is held to have taken, nJ. Never less than a tenth of what
   * its CPU time alone would be given: whoever runs takes something, whatever the factors say.
   */
  double weigh(double[] row) {
    double byCpuTime = Math.max(0, withoutEvents[CPU_TIME]) * row[CPU_TIME];
    return Math.max(LEAST * byCpuTime, sum(factors, row));
  }

  /** How long it has been judged, s. */
  double judgedS() {
    return judgedS;
  }

  /** By how much it errs on average, W; 0 before it was judged. */
  double errorW() {
    return judgedS > 0 ? errorSum / judgedS : 0;
  }

  /** By how much CPU time alone errs on average, W; 0 before it was judged. */
  double errorWithoutEventsW() {
    return judgedS > 0 ? errorSumWithoutEvents / judgedS : 0;
  }

  /** What a model says to a row, from the column on. */
  static double sum(double[] factors, double[] row) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += factors[i] * row[i];
    }
    return sum;
  }

  private double weight(double error) {
    double usual = Math.min(errorW(), errorWithoutEventsW());
    return usual > 0 && error > FAR * usual ? FAR * usual / error : 1;
  }

  private void judge(double error, double errorWithoutEvents, double seconds, double kept) {
    judgedS = judgedS * kept + seconds;
    errorSum = errorSum * kept + error * seconds;
    errorSumWithoutEvents = errorSumWithoutEvents * kept + errorWithoutEvents * seconds;
    double enough = trusted ? NO_BETTER : BETTER;
    trusted = judgedS >= JUDGED_S && errorSum < enough * errorSumWithoutEvents;
  }
}
