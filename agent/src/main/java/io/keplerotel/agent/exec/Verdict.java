// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.List;

/** Whether runs differ from others by more than chance makes them differ. */
public enum Verdict {
  /** They are more. */
  MORE("more", "more than noise"),
  /** They are less. */
  LESS("less", "less, beyond noise"),
  /** Chance alone would often make such a difference. */
  NOISE("noise", "within noise"),
  /** There are too few of them to tell. */
  NOT_JUDGED("not_judged", "not judged: too few runs");

  /** Two-sided, 5 %: of the standard normal distribution. */
  private static final double BEYOND = 1.96;

  /** For programs. */
  final String key;

  /** For people. */
  final String words;

  Verdict(String key, String words) {
    this.key = key;
    this.words = words;
  }

  /**
   * Mann and Whitney's test: all runs are put in order, and it is counted how often one of these is
   * above one of those. By the normal distribution with a correction for steps, which from four
   * runs of each on agrees with the exact count at 5 %.
   */
  static Verdict of(List<Double> before, List<Double> now) {
    double pairs = (double) before.size() * now.size();
    double deviation = Math.sqrt(pairs * (before.size() + now.size() + 1) / 12);
    if ((pairs / 2 - 0.5) / deviation < BEYOND) {
      return NOT_JUDGED;
    }
    double above = 0;
    for (double figure : now) {
      for (double other : before) {
        above += figure > other ? 1 : figure == other ? 0.5 : 0;
      }
    }
    double away = above - pairs / 2;
    if ((Math.abs(away) - 0.5) / deviation < BEYOND) {
      return NOISE;
    }
    return away > 0 ? MORE : LESS;
  }
}
