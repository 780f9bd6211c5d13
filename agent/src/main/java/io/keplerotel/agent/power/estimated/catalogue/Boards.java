// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Curve;

/**
 * Small computers on one board, such as the Raspberry Pi. Nothing was found that publishes their
 * power; these figures are assumptions of the right size.
 */
final class Boards {
  private static final double IDLE_WATTS = 2.5;
  private static final double WATTS_OF_BUSY_CORE = 1;

  /** It may be so many times less, or more. */
  private static final double DOUBT = 2;

  private Boards() {}

  static Curve platform(Hardware machine) {
    double[] watts = new double[Curve.POINTS];
    double[] low = new double[Curve.POINTS];
    double[] high = new double[Curve.POINTS];
    for (int i = 0; i < Curve.POINTS; i++) {
      double load = (double) i / (Curve.POINTS - 1);
      watts[i] = IDLE_WATTS * machine.chips() + WATTS_OF_BUSY_CORE * machine.cores() * load;
      low[i] = watts[i] / DOUBT;
      high[i] = watts[i] * DOUBT;
    }
    return Curves.of(watts, low, high);
  }
}
