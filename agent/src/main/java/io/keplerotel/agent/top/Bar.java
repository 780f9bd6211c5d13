// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView.Past;
import io.keplerotel.agent.live.LiveView.Row;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Pictures of power that are made of characters. */
final class Bar {
  static final AttributedStyle IDLE =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK);
  static final AttributedStyle DYNAMIC = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);

  private static final String EIGHTHS = "▁▂▃▄▅▆▇█";
  private static final String FULL = "█";
  private static final String HALF = "▌";

  private Bar() {}

  /** Idle and dynamic power, in half cells; as wide as its share of the most. */
  static AttributedString of(Row row, double most, int width) {
    int halves = most <= 0 ? 0 : (int) Math.round(2 * width * row.power().total() / most);
    double share = row.power().total() <= 0 ? 0 : row.power().idle() / row.power().total();
    long idleHalves = Math.round(halves * share);
    AttributedStringBuilder out = new AttributedStringBuilder();
    for (int half = 0; half < halves; half += 2) {
      out.append(half + 1 < halves ? FULL : HALF, half < idleHalves ? IDLE : DYNAMIC);
    }
    return out.toAttributedString();
  }

  /**
   * Power of the last minutes from 0 up, the latest at the right; empty where there is none yet.
   */
  static String past(List<Past> past, int width) {
    double most = past.stream().mapToDouble(point -> point.power().total()).max().orElse(0);
    if (most <= 0 || width <= 0) {
      return "";
    }
    int steps = Math.min(width, past.size());
    StringBuilder out = new StringBuilder();
    for (int step = 0; step < steps; step++) {
      List<Past> some = past.subList(step * past.size() / steps, (step + 1) * past.size() / steps);
      double mean = some.stream().mapToDouble(point -> point.power().total()).average().orElse(0);
      out.append(EIGHTHS.charAt((int) Math.clamp(Math.ceil(8 * mean / most) - 1, 0, 7)));
    }
    return out.toString();
  }
}
