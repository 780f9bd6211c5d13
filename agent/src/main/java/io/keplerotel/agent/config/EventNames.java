// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code cpu.counters} may name: events, by perf's names where perf has one. */
public final class EventNames {
  /** Wide vector arithmetic; which event of the PMU that is, depends on the CPU. */
  public static final String VECTOR_INSTRUCTIONS = "vector-instructions";

  /** Time in which the other hardware thread of the core was busy too; takes no counter. */
  public static final String SIBLING_TIME = "sibling-time";

  /** What is meant by on. */
  public static final List<String> USUAL =
      List.of(
          "cycles", "instructions", "cache-misses", "branches", VECTOR_INSTRUCTIONS, SIBLING_TIME);

  /** A PMU's event by its number, as perf writes it. */
  private static final Pattern RAW = Pattern.compile("r[0-9a-f]{1,16}");

  private static final List<String> KNOWN =
      Stream.concat(USUAL.stream(), Stream.of("cpu-clock", "page-faults")).toList();

  private static final int MOST = 5;

  private EventNames() {}

  /** What it may be, in words that follow "must be". */
  static String allowed() {
    return "off, on, or a list of %s, or numbers as perf writes them (r1a8): at most five beside sibling-time"
        .formatted(String.join(", ", KNOWN));
  }

  /** All words, to find the nearest to one that is wrong. */
  static List<String> words() {
    List<String> words = new ArrayList<>(List.of("off", "on"));
    words.addAll(KNOWN);
    return words;
  }

  /** One of a list, or the whole; YAML 1.1, which Helm reads, makes true of on. */
  static String pattern() {
    return String.join("|", words()) + "|true|false|" + RAW.pattern();
  }

  /** None for off; empty where it is not allowed. */
  static Optional<List<String>> parse(List<String> names) {
    if (names.size() == 1 && List.of("off", "false").contains(names.getFirst())) {
      return Optional.of(List.of());
    }
    if (names.size() == 1 && List.of("on", "true").contains(names.getFirst())) {
      return Optional.of(USUAL);
    }
    boolean isAllowed =
        !names.isEmpty()
            && wrong(names).isEmpty()
            && names.stream().distinct().count() == names.size()
            && names.stream().filter(name -> !name.equals(SIBLING_TIME)).count() <= MOST;
    return isAllowed ? Optional.of(List.copyOf(names)) : Optional.empty();
  }

  /** Those that are no event. */
  static List<String> wrong(List<String> names) {
    return names.stream().filter(name -> !isEvent(name)).toList();
  }

  private static boolean isEvent(String name) {
    return KNOWN.contains(name) || RAW.matcher(name).matches();
  }
}
