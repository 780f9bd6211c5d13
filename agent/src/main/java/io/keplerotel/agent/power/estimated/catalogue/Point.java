// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

/** Where a machine lies among others: the logarithms of what its power grows with. */
final class Point {
  /** How many figures the straight part has. */
  static final int LINEAR = 11;

  private static final double MIDDLE_YEAR = 2015;
  private static final double YEARS = 5;

  private final String vendor;
  private final String family;
  private final int group;
  private final double[] place;
  private final double[] linear;

  /** Of its parts; arrays are not copied. */
  Point(String vendor, String family, int group, double[] place, double[] linear) {
    this.vendor = vendor;
    this.family = family;
    this.group = group;
    this.place = place;
    this.linear = linear;
  }

  /** Of its family. */
  String vendor() {
    return vendor;
  }

  /** By name. */
  String family() {
    return family;
  }

  /** Machines of one chip, of two, of more. */
  int group() {
    return group;
  }

  /** Logarithms of chips, cores per chip, TDP, MHz, GiB per chip. */
  double[] place() {
    return place;
  }

  /** What the straight part of the regression multiplies. */
  double[] linear() {
    return linear;
  }

  static Point of(Hardware machine) {
    Family family = machine.family();
    double chips = Math.log(machine.chips());
    double cores = Math.log((double) machine.cores() / machine.chips());
    double tdp = Math.log(machine.cpu().tdpWatts());
    double mhz = Math.log(machine.cpu().mhz());
    double memory = Math.log(machine.memoryGib() / machine.chips());
    double year = (family.year() - MIDDLE_YEAR) / YEARS;
    // The middles keep the terms apart from each other.
    double c = cores - 2.5;
    double s = chips - 0.7;
    double[] linear = {
      1,
      s,
      c,
      c * c / 3,
      tdp - 5,
      mhz - 7.7,
      memory - 3.5,
      machine.threads() > machine.cores() ? 1 : 0,
      s * c / 2,
      year,
      (tdp - 5) * c / 2
    };
    return new Point(
        family.vendor(),
        family.like(),
        Math.min(3, machine.chips()),
        new double[] {chips, cores, tdp, mhz, memory},
        linear);
  }

  /** The same, if nothing were known of its family. */
  Point stranger() {
    return new Point(vendor, "", group, place, linear);
  }

  /** When its family came, in steps of the regression. */
  double year() {
    return linear[9];
  }
}
