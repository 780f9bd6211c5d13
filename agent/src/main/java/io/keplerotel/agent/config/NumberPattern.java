// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Regular expressions for whole numbers between two others, without leading zeros: what checks a
 * file by a schema can compare texts, and no durations.
 */
final class NumberPattern {
  private static final int TEN = 10;

  private NumberPattern() {}

  /**
   * For the numbers from one to another.
   *
   * @param least 0 or more
   * @param most not below {@code least}
   */
  static String between(long least, long most) {
    List<String> parts = new ArrayList<>();
    for (long from = 0, to = TEN - 1; from <= most; from = to + 1, to = to * TEN + TEN - 1) {
      if (to >= least) {
        parts.add(
            sameLength(Long.toString(Math.max(from, least)), Long.toString(Math.min(to, most))));
      }
    }
    return any(parts);
  }

  private static String sameLength(String least, String most) {
    if (least.equals(most)) {
      return least;
    }
    int rest = least.length() - 1;
    char first = least.charAt(0);
    char last = most.charAt(0);
    if (rest == 0) {
      return "[" + first + "-" + last + "]";
    }
    String leastRest = least.substring(1);
    String mostRest = most.substring(1);
    if (first == last) {
      return first + sameLength(leastRest, mostRest);
    }
    List<String> parts = new ArrayList<>();
    if (!leastRest.equals("0".repeat(rest))) {
      parts.add(first++ + sameLength(leastRest, "9".repeat(rest)));
    }
    String upper = "";
    if (!mostRest.equals("9".repeat(rest))) {
      upper = last-- + sameLength("0".repeat(rest), mostRest);
    }
    if (first <= last) {
      parts.add(
          (first == last ? "" + first : "[" + first + "-" + last + "]") + "[0-9]{" + rest + "}");
    }
    if (!upper.isEmpty()) {
      parts.add(upper);
    }
    return any(parts);
  }

  private static String any(List<String> parts) {
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join("|", parts) + ")";
  }
}
