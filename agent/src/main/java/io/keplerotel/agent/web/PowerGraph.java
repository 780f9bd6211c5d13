// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView.Past;
import io.keplerotel.agent.live.LiveView.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Power of the last minutes as areas of an SVG: idle below, dynamic on top of it. */
final class PowerGraph {
  private static final int MINUTES = 10;
  private static final double WIDTH = 600;
  private static final double HEIGHT = 80;
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  private PowerGraph() {}

  /**
   * What the template has names for.
   *
   * @param past at least two
   * @param at the right end, ISO 8601
   */
  static Map<String, Object> of(List<Past> past, String at) {
    double least = past.stream().mapToDouble(point -> point.power().total()).min().orElse(0);
    double most = past.stream().mapToDouble(point -> point.power().total()).max().orElse(0);
    double top = roundedUp(most);
    Instant end = Instant.parse(at);
    return Map.of(
        "minutes", MINUTES,
        "least", Figures.watts(least),
        "most", Figures.watts(most),
        "top", Figures.plain(top),
        "total", area(past, end, top, Power::total),
        "idle", area(past, end, top, Power::idle));
  }

  /** The next of 1, 2, 2.5 or 5 times a power of ten. */
  static double roundedUp(double value) {
    double ten = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-3))));
    for (double round : ROUND) {
      if (value <= round * ten) {
        return round * ten;
      }
    }
    return value;
  }

  /** Steps: each value is a mean of the time before its point. */
  private static String area(
      List<Past> past, Instant end, double top, ToDoubleFunction<Power> what) {
    StringBuilder path = new StringBuilder();
    double x = x(past.getFirst().at(), end);
    path.append('M').append(number(x)).append(' ').append(number(HEIGHT));
    for (Past point : past.subList(1, past.size())) {
      double y = HEIGHT - HEIGHT * Math.max(0, what.applyAsDouble(point.power())) / top;
      path.append('V').append(number(y)).append('H').append(number(x(point.at(), end)));
    }
    return path.append('V').append(number(HEIGHT)).append('Z').toString();
  }

  private static double x(String at, Instant end) {
    double seconds = Duration.between(Instant.parse(at), end).toMillis() / 1e3;
    return Math.clamp(WIDTH - seconds * WIDTH / Duration.ofMinutes(MINUTES).toSeconds(), 0, WIDTH);
  }

  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }
}
