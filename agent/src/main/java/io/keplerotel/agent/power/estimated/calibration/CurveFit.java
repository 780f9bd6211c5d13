// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import io.keplerotel.agent.power.estimated.Curve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the curve of eleven points that fits best to levels of load: what they say, and between
 * them what servers have in common. A Gaussian process: the curve is a typical shape, raised and
 * stretched freely, plus a smooth deviation whose size is that among published servers.
 *
 * @param curve with its 90 % interval, W; it never falls
 * @param error mean error of each level as the other levels tell it, but for the least and the
 *     greatest load, which no others lie around; relative
 */
public record CurveFit(Curve curve, double error) {
  /** What fewer levels tell is no curve. */
  public static final int FEWEST_LEVELS = 3;

  /**
   * How far off the whole curve may be where nobody has warmed the machine up, relative, as a
   * standard deviation: machines take some 3 % more when they are warm.
   */
  public static final double UNKNOWN_WARMTH = 0.02;

  /** What a narrower range of utilization tells is none either. */
  public static final double LEAST_RANGE = 0.3;

  /**
   * How power rises from no load to full load: mean of the families in the catalogue's shapes.csv
   * from Sandy Bridge and Zen on, each weighted by its results.
   */
  private static final double[] SHAPE = {
    0, 0.162, 0.226, 0.289, 0.356, 0.423, 0.503, 0.598, 0.712, 0.858, 1
  };

  /** How far shapes lie from that one, as a part of what load adds, and over which loads alike. */
  private static final double DEVIATION = 0.07;

  private static final double REACH = 0.3;

  /** At no load at all machines sleep more or less deeply. */
  private static final double SLEEP = 0.05;

  private static final double ROUGHNESS = 0.005;

  /** Levels are never truer than so, relative: machines warm up, fans turn. */
  private static final double LEVEL_ERROR = 0.006;

  private static final double LEAST_SPAN = 0.02;

  /** Of a normal distribution, 90 % lies within so many standard deviations. */
  private static final double NINETY = 1.645;

  /**
   * Fits.
   *
   * @param levels by load
   * @param warmth how far off all of it may be, relative, as a standard deviation, by a machine
   *     that is not as warm as it will be
   * @throws IllegalArgumentException if they are too few or too near to each other
   */
  public static CurveFit of(List<Level> levels, double warmth) {
    double range =
        levels.isEmpty() ? 0 : levels.getLast().utilization() - levels.getFirst().utilization();
    if (levels.size() < FEWEST_LEVELS || range < LEAST_RANGE) {
      throw new IllegalArgumentException(
          "%d levels of load over %.0f %% of utilization are too few for a curve; it takes %d over %.0f %%"
              .formatted(levels.size(), 100 * range, FEWEST_LEVELS, 100 * LEAST_RANGE));
    }
    Posterior all = Posterior.of(levels);
    double misses = 0;
    double standard = 0;
    for (int i = 0; i < levels.size(); i++) {
      List<Level> others = new ArrayList<>(levels);
      Level left = others.remove(i);
      Posterior without = Posterior.of(others);
      double miss = without.at(left.utilization()) - left.watts();
      boolean inner = i > 0 && i < levels.size() - 1;
      misses += inner ? Math.abs(miss) / Math.max(left.watts(), 1e-9) : 0;
      double expected = Math.hypot(without.deviationAt(left.utilization()), levelDeviation(left));
      standard += miss * miss / (expected * expected);
    }
    double worse = Math.max(1, Math.sqrt(standard / levels.size()));
    return new CurveFit(all.curve(worse, warmth), misses / (levels.size() - 2));
  }

  private static double levelDeviation(Level level) {
    return Math.max(Math.hypot(level.deviation(), LEVEL_ERROR * level.watts()), 1e-9);
  }

  /** What is known of the eleven points once levels were seen, W. */
  private static final class Posterior {
    private final double[] watts;
    private final Matrix covariance;

    private Posterior(double[] watts, Matrix covariance) {
      this.watts = watts;
      this.covariance = covariance;
    }

    static Posterior of(List<Level> levels) {
      double most = levels.stream().mapToDouble(Level::watts).max().orElse(0);
      double least = levels.stream().mapToDouble(Level::watts).min().orElse(0);
      double span = Math.max(Math.max(most - least, LEAST_SPAN * most), 1e-6);
      Matrix precision = prior(span);
      double[] weighted = new double[Curve.POINTS];
      double[][] seen = new double[Curve.POINTS][Curve.POINTS];
      for (Level level : levels) {
        double[] row = row(level.utilization());
        double deviation = levelDeviation(level);
        double weight = 1 / (deviation * deviation);
        for (int i = 0; i < Curve.POINTS; i++) {
          weighted[i] += weight * row[i] * level.watts();
          for (int j = 0; j < Curve.POINTS; j++) {
            seen[i][j] += weight * row[i] * row[j];
          }
        }
      }
      Matrix covariance = precision.plus(new Matrix(seen)).inverse();
      return new Posterior(covariance.times(weighted), covariance);
    }

    double at(double utilization) {
      double[] row = row(utilization);
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * watts[i];
      }
      return sum;
    }

    double deviationAt(double utilization) {
      double[] row = row(utilization);
      double[] turned = covariance.times(row);
      double variance = 0;
      for (int i = 0; i < row.length; i++) {
        variance += row[i] * turned[i];
      }
      return Math.sqrt(Math.max(variance, 0));
    }

    /**
     * Never falling, never negative; the interval is that many times as wide, and wider by that.
     */
    Curve curve(double worse, double warmth) {
      double[] rising = rising(watts);
      List<Double> points = new ArrayList<>();
      List<Double> low = new ArrayList<>();
      List<Double> high = new ArrayList<>();
      for (int i = 0; i < Curve.POINTS; i++) {
        double point = Math.max(rising[i], 0);
        double own = worse * Math.sqrt(Math.max(covariance.at(i, i), 0));
        double half = NINETY * Math.hypot(own, warmth * point);
        points.add(point);
        low.add(Math.max(0, point - half));
        high.add(point + half);
      }
      return new Curve(points, low, high);
    }
  }

  /**
   * Precision of the points before anything was seen: none of their height and of their rise, all
   * the more of how they bend.
   */
  private static Matrix prior(double span) {
    double[][] covariance = new double[Curve.POINTS][Curve.POINTS];
    double[][] free = new double[Curve.POINTS][2];
    for (int i = 0; i < Curve.POINTS; i++) {
      for (int j = 0; j < Curve.POINTS; j++) {
        double apart = (i - j) / (REACH * (Curve.POINTS - 1));
        covariance[i][j] = square(DEVIATION * span) * Math.exp(-square(apart) / 2);
      }
      covariance[i][i] += square(ROUGHNESS * span);
      free[i][0] = 1;
      free[i][1] = SHAPE[i];
    }
    covariance[0][0] += square(SLEEP * span);
    Matrix precision = new Matrix(covariance).inverse();
    Matrix columns = new Matrix(free);
    Matrix turned = precision.times(columns);
    Matrix middle = columns.transposed().times(turned).inverse();
    return precision.minus(turned.times(middle).times(turned.transposed()));
  }

  /** How much each of the eleven points counts at a load. */
  private static double[] row(double utilization) {
    double position = Math.clamp(utilization, 0, 1) * (Curve.POINTS - 1);
    int below = Math.min(Curve.POINTS - 2, (int) position);
    double[] row = new double[Curve.POINTS];
    row[below] = 1 - (position - below);
    row[below + 1] = position - below;
    return row;
  }

  /** The nearest that does not fall: neighbours that do are given their mean. */
  private static double[] rising(double[] values) {
    double[] means = new double[values.length];
    int[] sizes = new int[values.length];
    int blocks = 0;
    for (double value : values) {
      means[blocks] = value;
      sizes[blocks] = 1;
      blocks++;
      while (blocks > 1 && means[blocks - 2] > means[blocks - 1]) {
        int size = sizes[blocks - 2] + sizes[blocks - 1];
        means[blocks - 2] =
            (means[blocks - 2] * sizes[blocks - 2] + means[blocks - 1] * sizes[blocks - 1]) / size;
        sizes[blocks - 2] = size;
        blocks--;
      }
    }
    double[] rising = new double[values.length];
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(rising, at, at + sizes[block], means[block]);
      at += sizes[block];
    }
    return rising;
  }

  private static double square(double value) {
    return value * value;
  }
}
