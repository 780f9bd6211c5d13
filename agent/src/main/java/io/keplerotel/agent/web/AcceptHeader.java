// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a client says that it takes, in the form of {@code Accept} and {@code Accept-Encoding}.
 *
 * @param ranges as the client gave them
 */
public record AcceptHeader(List<Range> ranges) {
  private static final String WEIGHT = "q";

  /**
   * One of them.
   *
   * @param name such as {@code text/plain}, {@code text/*} or {@code gzip}, in lower case
   * @param parameters but the weight
   * @param weight from 0, not wanted at all, to 1
   */
  public record Range(String name, Map<String, String> parameters, double weight) {
    public static Range parse(String text) {
      String[] parts = text.split(";", -1);
      Map<String, String> parameters = new HashMap<>();
      for (int i = 1; i < parts.length; i++) {
        String[] pair = parts[i].split("=", 2);
        String value = pair.length == 2 ? pair[1].strip() : "";
        parameters.put(pair[0].strip().toLowerCase(Locale.ROOT), value);
      }
      String weight = parameters.remove(WEIGHT);
      return new Range(
          parts[0].strip().toLowerCase(Locale.ROOT), Map.copyOf(parameters), weight(weight));
    }

    /** What is no weight by RFC 9110 counts as if it were not there. */
    private static double weight(@Nullable String text) {
      return text != null && text.matches("(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
          ? Double.parseDouble(text)
          : 1;
    }
  }

  /** Takes copies of what it is given. */
  public AcceptHeader {
    ranges = List.copyOf(ranges);
  }

  /** Parses all values of a header; what makes no sense in them is passed over. */
  public static AcceptHeader parse(List<String> values) {
    List<Range> ranges = new ArrayList<>();
    for (String value : values) {
      for (String text : value.split(",", -1)) {
        if (!text.isBlank()) {
          ranges.add(Range.parse(text));
        }
      }
    }
    return new AcceptHeader(ranges);
  }

  /** How much the client wants what these ranges stand for; empty where it does not say. */
  public OptionalDouble weight(Predicate<Range> about) {
    return ranges.stream().filter(about).mapToDouble(Range::weight).max();
  }

  /** The same, of a name. */
  public OptionalDouble weight(String name) {
    return weight(range -> range.name().equals(name));
  }
}
