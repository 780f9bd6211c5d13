// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.Arrays;
import java.util.List;

/**
 * How strongly each property of a machine tells of its power: the prior of the regression, found by
 * cross-validation.
 */
final class Terms {
  /** Machines of a family must be alike three times as much as relatives. */
  private static final double NEARER = 9;

  /** How many figures a row has. */
  static final int FIGURES = Point.LINEAR + 5 + 5 + 3;

  private final double[] linear;
  private final double vendor;
  private final double family;
  private final double group;
  private final double near;
  private final double relatives;
  private final double[] scales;
  private final double years;
  private final double noise;
  private final double spread;

  /** Of its parts; arrays are not copied. */
  Terms(
      double[] linear,
      double vendor,
      double family,
      double group,
      double near,
      double relatives,
      double[] scales,
      double years,
      double noise,
      double spread) {
    this.linear = linear;
    this.vendor = vendor;
    this.family = family;
    this.group = group;
    this.near = near;
    this.relatives = relatives;
    this.scales = scales;
    this.years = years;
    this.noise = noise;
    this.spread = spread;
  }

  /** Standard deviation of each coefficient of the straight part. */
  double[] linear() {
    return linear;
  }

  /** Standard deviation of what a vendor's machines have in common. */
  double vendor() {
    return vendor;
  }

  /** The same for a family. */
  double family() {
    return family;
  }

  /** The same for machines of a family with as many chips. */
  double group() {
    return group;
  }

  /** The same for machines of a family that are nearly the same. */
  double near() {
    return near;
  }

  /** The same for those of a vendor and of nearly the same time. */
  double relatives() {
    return relatives;
  }

  /** Over which distance machines are alike, by place. */
  double[] scales() {
    return scales;
  }

  /** Over which time they are relatives, in steps of the regression. */
  double years() {
    return years;
  }

  /** Standard deviation of what is peculiar to one machine, where that is little. */
  double noise() {
    return noise;
  }

  /** How far machines of the same CPU and size lie apart, a standard deviation. */
  double spread() {
    return spread;
  }

  /** Of a row of the table, from one field on. */
  static Terms of(List<String> row, int from) {
    double[] figures = Table.numbers(row, from);
    if (figures.length != FIGURES) {
      throw new IllegalArgumentException(
          "terms have " + FIGURES + " figures, not " + figures.length);
    }
    double[] linear = Arrays.copyOf(figures, Point.LINEAR);
    int i = Point.LINEAR;
    return new Terms(
        linear,
        figures[i],
        figures[i + 1],
        figures[i + 2],
        figures[i + 3],
        figures[i + 4],
        Arrays.copyOfRange(figures, i + 5, i + 10),
        figures[i + 10],
        figures[i + 11],
        figures[i + 12]);
  }

  /** As a row has them. */
  double[] figures() {
    double[] figures = Arrays.copyOf(linear, FIGURES);
    double[] rest = {vendor, family, group, near, relatives};
    System.arraycopy(rest, 0, figures, Point.LINEAR, rest.length);
    System.arraycopy(scales, 0, figures, Point.LINEAR + rest.length, scales.length);
    double[] last = {years, noise, spread};
    System.arraycopy(last, 0, figures, FIGURES - last.length, last.length);
    return figures;
  }

  /** How much two machines have in common: the covariance of the logarithms of their power. */
  double common(Point a, Point b) {
    double sum = 0;
    for (int i = 0; i < Point.LINEAR; i++) {
      sum += linear[i] * linear[i] * a.linear()[i] * b.linear()[i];
    }
    if (!a.vendor().equals(b.vendor())) {
      return sum;
    }
    sum += vendor * vendor;
    double distance = 0;
    double close = 0;
    for (int i = 0; i < scales.length; i++) {
      double steps = (a.place()[i] - b.place()[i]) / scales[i];
      distance += steps * steps;
      double step = (a.place()[i] - b.place()[i]) / Math.min(1, scales[i]);
      close += NEARER * step * step;
    }
    double alike = Math.exp(-distance / 2);
    double apart = (a.year() - b.year()) / years;
    sum += relatives * relatives * alike * Math.exp(-apart * apart / 2);
    if (a.family().equals(b.family())) {
      sum += family * family + near * near * Math.exp(-close / 2);
      sum += a.group() == b.group() ? group * group : 0;
    }
    return sum;
  }
}
