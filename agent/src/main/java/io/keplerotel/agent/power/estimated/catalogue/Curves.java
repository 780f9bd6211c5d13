// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Curve;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic with curves. */
final class Curves {
  private Curves() {}

  /** A curve of figures that may be out of order by rounding: bounds always contain the middle. */
  static Curve of(double[] watts, double[] low, double[] high) {
    List<Double> middles = new ArrayList<>();
    List<Double> lows = new ArrayList<>();
    List<Double> highs = new ArrayList<>();
    double most = 0;
    for (int i = 0; i < Curve.POINTS; i++) {
      middles.add(watts[i]);
      lows.add(Math.clamp(low[i], 0, watts[i]));
      most = Math.max(most, Math.max(high[i], watts[i]));
      highs.add(most);
    }
    return new Curve(middles, lows, highs);
  }

  /**
   * A part of a curve, and something constant or growing with load beside it.
   *
   * @param share of what load adds
   * @param idleShare of what is used without load
   * @param idleWatts more, W
   * @param loadWatts more at full load, W
   */
  static Curve scaled(
      Curve curve, double share, double idleShare, double idleWatts, double loadWatts) {
    double[][] figures = new double[3][Curve.POINTS];
    List<List<Double>> all = List.of(curve.watts(), curve.low(), curve.high());
    double idle = curve.watts().getFirst();
    double load = Math.max(1e-9, curve.watts().getLast() - idle);
    for (int i = 0; i < Curve.POINTS; i++) {
      double middle = curve.watts().get(i);
      double own = idleShare * idle + share * (middle - idle);
      double added = idleWatts + loadWatts * (middle - idle) / load;
      for (int j = 0; j < figures.length; j++) {
        double doubt = all.get(j).get(i) / Math.max(1e-9, middle);
        // What is added is known to a factor of two.
        double more = j == 0 ? added : j == 1 ? added / 2 : added * 2;
        figures[j][i] = own * doubt + more;
      }
    }
    return of(figures[0], figures[1], figures[2]);
  }
}
