// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

/**
 * What one count of a register is: a fraction of µJ.
 *
 * @param multiplier µJ times the divisor
 */
record EnergyUnit(long multiplier, long divisor) {
  private static final int COUNTER_BITS = 32;
  private static final long UJ_PER_J = 1_000_000;
  private static final int MOST_SHIFT = 20;

  /** 1 J. */
  static final EnergyUnit JOULE = new EnergyUnit(UJ_PER_J, 1);

  /** 15.3 µJ, whatever the unit register says. */
  static final EnergyUnit FIXED_DRAM = new EnergyUnit(153, 10);

  /** 2^-shift J. */
  static EnergyUnit fractionOfJoule(int shift) {
    return new EnergyUnit(UJ_PER_J, 1L << shift);
  }

  /** 2^shift µJ, as the first Atoms have it; no more than a joule or so is one. */
  static EnergyUnit microjoules(int shift) {
    return new EnergyUnit(1L << Math.min(shift, MOST_SHIFT), 1);
  }

  /** µJ of so many counts; a counter has 32 bits. */
  long toUj(long counts) {
    return Math.multiplyExact(counts, multiplier) / divisor;
  }

  /** Where a counter starts again, µJ. */
  long rangeUj() {
    return toUj(1L << COUNTER_BITS);
  }
}
