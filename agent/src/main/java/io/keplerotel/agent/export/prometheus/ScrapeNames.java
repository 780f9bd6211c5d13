// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Names as opentelemetry-exporter-prometheus translates them by its default strategy; each is
 * translated once. Used by one thread at a time.
 */
final class ScrapeNames {
  private final UnitNames units = new UnitNames();
  private final Map<String, String> labels = new HashMap<>();

  /** The word for a unit that stands in a metric's name. */
  Optional<String> unit(String ucum) {
    return units.of(ucum);
  }

  /**
   * A metric's name without what its type adds; empty if nothing is left of it.
   *
   * @param unit as {@link #unit} has it
   */
  static Optional<String> metric(String name, Optional<String> unit) {
    boolean digitFirst = !name.isEmpty() && isDigit(name.charAt(0));
    String begun = digitFirst ? "_" + name.substring(1) : name;
    String plain = withoutReserved(underscored(begun, ScrapeNames::isInMetric));
    String whole =
        unit.filter(word -> !plain.endsWith("_" + word))
            .map(word -> plain + "_" + word)
            .orElse(plain);
    return Optional.of(whole.replace('.', '_')).filter(ScrapeNames::hasMoreThanUnderscores);
  }

  /**
   * A label's name.
   *
   * @throws IllegalArgumentException if nothing is left of the key
   */
  String label(String key) {
    return labels.computeIfAbsent(key, ScrapeNames::translated);
  }

  private static String translated(String key) {
    String name = underscored(key, ScrapeNames::isInLabel);
    String whole = !name.isEmpty() && isDigit(name.charAt(0)) ? "key_" + name : name;
    if (!hasMoreThanUnderscores(whole)) {
      throw new IllegalArgumentException("no letter is left of the label '" + key + "'");
    }
    return whole;
  }

  /** Whatever the format has no place for, and underscores, in a row become one underscore. */
  private static String underscored(String name, IntPredicate valid) {
    StringBuilder result = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              if (valid.test(c)) {
                result.appendCodePoint(c);
              } else if (result.isEmpty() || result.charAt(result.length() - 1) != '_') {
                result.append('_');
              }
            });
    return result.toString();
  }

  private static String withoutReserved(String name) {
    String result = name;
    String before;
    do {
      before = result;
      for (String suffix : UnitNames.RESERVED) {
        if (result.equals(suffix)) {
          return result.substring(1);
        }
        if (result.endsWith(suffix)) {
          result = result.substring(0, result.length() - suffix.length());
        }
      }
    } while (!result.equals(before));
    return result;
  }

  private static boolean hasMoreThanUnderscores(String name) {
    return name.chars().anyMatch(c -> c != '_');
  }

  private static boolean isInMetric(int c) {
    return isInLabel(c) || c == ':';
  }

  private static boolean isInLabel(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
