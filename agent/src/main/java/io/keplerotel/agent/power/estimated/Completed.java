// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import io.keplerotel.agent.model.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Curves of some components, with those that are missing taken from a whole estimate: parts in
 * proportion to what they are parts of, so that nothing uses more than what it lies in.
 */
public final class Completed {
  private final Map<Component, Curve> known;
  private final Map<Component, Curve> whole;

  private Completed(Map<Component, Curve> known, Map<Component, Curve> whole) {
    this.known = known;
    this.whole = whole;
  }

  /**
   * All components that one of the two has.
   *
   * @param known what is better known; kept as it is, but for a platform that is less than what is
   *     in it
   * @param whole an estimate of all components
   */
  public static Map<Component, Curve> of(Map<Component, Curve> known, Map<Component, Curve> whole) {
    Completed completed = new Completed(known, whole);
    Map<Component, Curve> curves = new EnumMap<>(Component.class);
    completed.add(curves, Component.PACKAGE, Component.PLATFORM);
    completed.add(curves, Component.DRAM, Component.PLATFORM);
    completed.add(curves, Component.CORE, Component.PACKAGE);
    completed.add(curves, Component.UNCORE, Component.PACKAGE);
    @Nullable Curve platform = known.getOrDefault(Component.PLATFORM, completed.platform(curves));
    if (platform != null) {
      curves.put(Component.PLATFORM, atLeast(platform, sum(curves)));
    }
    return curves;
  }

  /** Scales a component as that which it lies in is scaled. */
  private void add(Map<Component, Curve> curves, Component part, Component in) {
    @Nullable Curve own = known.get(part);
    @Nullable Curve typical = whole.get(part);
    @Nullable Curve outer = curves.getOrDefault(in, known.get(in));
    @Nullable Curve typicalOuter = whole.get(in);
    if (own != null) {
      curves.put(part, own);
    } else if (typical != null && outer != null && typicalOuter != null) {
      curves.put(part, scaled(typical, outer, typicalOuter));
    } else if (typical != null) {
      curves.put(part, typical);
    }
  }

  /** What is beside package and memory is as large as in the estimate of all. */
  private @Nullable Curve platform(Map<Component, Curve> curves) {
    @Nullable Curve typical = whole.get(Component.PLATFORM);
    if (typical == null) {
      return null;
    }
    List<Double> watts = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    Curve inside = sum(curves);
    Curve typicalInside = sum(whole);
    for (int i = 0; i < Curve.POINTS; i++) {
      double rest = Math.max(0, typical.watts().get(i) - typicalInside.watts().get(i));
      double scale = typical.watts().get(i) > 0 ? rest / typical.watts().get(i) : 0;
      watts.add(inside.watts().get(i) + rest);
      low.add(inside.low().get(i) + typical.low().get(i) * scale);
      high.add(inside.high().get(i) + typical.high().get(i) * scale);
    }
    return new Curve(watts, low, high);
  }

  /** Without load by what the outer one takes then, and under load by what that adds. */
  private static Curve scaled(Curve part, Curve outer, Curve typicalOuter) {
    double idle = ratio(outer.watts().getFirst(), typicalOuter.watts().getFirst());
    List<Double> watts = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int i = 0; i < Curve.POINTS; i++) {
      double added = ratio(rise(outer, i), rise(typicalOuter, i));
      double each = part.watts().getFirst() * idle + rise(part, i) * added;
      double scale = ratio(each, part.watts().get(i));
      watts.add(each);
      low.add(part.low().get(i) * scale);
      high.add(Math.max(each, part.high().get(i) * scale));
    }
    return new Curve(watts, low, high);
  }

  private static double rise(Curve curve, int point) {
    return Math.max(0, curve.watts().get(point) - curve.watts().getFirst());
  }

  private static double ratio(double one, double other) {
    return other > 0 ? one / other : 0;
  }

  /** Package and memory together. */
  private static Curve sum(Map<Component, Curve> curves) {
    double[] watts = new double[Curve.POINTS];
    double[] low = new double[Curve.POINTS];
    double[] high = new double[Curve.POINTS];
    for (Component part : List.of(Component.PACKAGE, Component.DRAM)) {
      @Nullable Curve curve = curves.get(part);
      for (int i = 0; curve != null && i < Curve.POINTS; i++) {
        watts[i] += curve.watts().get(i);
        low[i] += curve.low().get(i);
        high[i] += curve.high().get(i);
      }
    }
    return new Curve(boxed(watts), boxed(low), boxed(high));
  }

  private static Curve atLeast(Curve curve, Curve least) {
    List<Double> watts = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int i = 0; i < Curve.POINTS; i++) {
      watts.add(Math.max(curve.watts().get(i), least.watts().get(i)));
      high.add(Math.max(curve.high().get(i), watts.get(i)));
    }
    return new Curve(watts, curve.low(), high);
  }

  private static List<Double> boxed(double[] figures) {
    return Arrays.stream(figures).boxed().toList();
  }
}
