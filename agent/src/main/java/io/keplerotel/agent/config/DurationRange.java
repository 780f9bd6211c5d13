// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Durations as settings write them, in whole milliseconds: a {@code Duration} that is multiplied or
 * divided takes 8 ms of a start, for numbers of any size.
 *
 * @param least the shortest that is allowed
 * @param most the longest
 */
record DurationRange(Duration least, Duration most) {
  private static final Pattern WRITTEN = Pattern.compile("(?<number>[0-9]{1,9})(?<unit>ms|s|m|h)");
  private static final List<String> EXAMPLES = List.of("500ms", "1s", "30s", "2m", "12h");
  private static final int SHOWN_EXAMPLES = 3;

  /** Its units, as they are written. */
  private enum Unit {
    MS(ChronoUnit.MILLIS),
    S(ChronoUnit.SECONDS),
    M(ChronoUnit.MINUTES),
    H(ChronoUnit.HOURS);

    private final long ms;

    Unit(ChronoUnit unit) {
      this.ms = unit.getDuration().toMillis();
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Empty for what is no duration, and for what is too short or too long. */
  Optional<Duration> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Unit unit = Unit.valueOf(String.valueOf(matcher.group("unit")).toUpperCase(Locale.ROOT));
    return Optional.of(Duration.ofMillis(Long.parseLong(matcher.group("number")) * unit.ms))
        .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
  }

  /** What is allowed, in words that follow "must be". */
  String words() {
    String examples =
        EXAMPLES.stream()
            .filter(example -> parse(example).isPresent())
            .limit(SHOWN_EXAMPLES)
            .collect(Collectors.joining(", "));
    return "a duration from %s to %s, such as %s".formatted(text(least), text(most), examples);
  }

  /** A regular expression for those that are allowed. */
  String pattern() {
    return Stream.of(Unit.values())
        .filter(unit -> most.toMillis() >= unit.ms)
        .map(unit -> numbers(unit.ms) + unit.text())
        .collect(Collectors.joining("|"));
  }

  private String numbers(long unitMs) {
    long first = Math.ceilDiv(least.toMillis(), unitMs);
    return NumberPattern.between(first, most.toMillis() / unitMs);
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
