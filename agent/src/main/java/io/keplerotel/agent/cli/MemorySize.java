// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them. */
final class MemorySize {
  private static final Pattern SIZE =
      Pattern.compile("(?<number>[0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(?<unit>[kmgt]?i?b?)");

  private static final double BYTES_PER_GIB = 1L << 30;
  private static final double MOST_GIB = 1_000_000;

  private static final Map<String, Double> BYTES =
      Map.of(
          "ki",
          1024.0,
          "mi",
          (double) (1 << 20),
          "gi",
          BYTES_PER_GIB,
          "ti",
          (double) (1L << 40),
          // Memory is sold in powers of two, whatever it is called.
          "k",
          1024.0,
          "m",
          (double) (1 << 20),
          "g",
          BYTES_PER_GIB,
          "t",
          (double) (1L << 40));

  private MemorySize() {}

  /** In GiB; a number without a unit is GiB. Empty for what is no amount of memory. */
  static OptionalDouble gib(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    String unit = String.valueOf(matcher.group("unit"));
    String prefix = unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
    Double bytes = unit.isEmpty() ? Double.valueOf(BYTES_PER_GIB) : BYTES.get(prefix);
    if (bytes == null) {
      return OptionalDouble.empty();
    }
    double gib =
        Double.parseDouble(String.valueOf(matcher.group("number"))) * bytes / BYTES_PER_GIB;
    return gib > 0 && gib <= MOST_GIB ? OptionalDouble.of(gib) : OptionalDouble.empty();
  }
}
