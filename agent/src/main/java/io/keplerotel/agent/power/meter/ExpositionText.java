// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prometheus' text format, as far as it takes to find the values of some series. */
final class ExpositionText {
  private static final Pattern SERIES =
      Pattern.compile(
          "(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)[ \\t]*(?:\\{(?<labels>(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)})?[ \\t]*(?<value>[^ \\t{]+).*");
  private static final Pattern LABEL =
      Pattern.compile(
          "(?<name>[a-zA-Z0-9_.:]+)\"?[ \\t]*=[ \\t]*\"(?<value>(?:[^\"\\\\]|\\\\.)*+)\"");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private ExpositionText() {}

  /** The values of all series that the selector means, in their order. */
  static List<String> values(String page, Selector selector) {
    List<String> values = new ArrayList<>();
    for (String line : page.lines().filter(each -> each.startsWith(selector.name())).toList()) {
      Matcher series = SERIES.matcher(line);
      if (series.matches()
          && selector.name().equals(series.group("name"))
          && selector.accepts(labels(series.group("labels")))) {
        values.add(String.valueOf(series.group("value")));
      }
    }
    return values;
  }

  /** The text that is meant by one with escapes. */
  static String unescaped(String value) {
    return ESCAPE
        .matcher(value)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf(escape.group(1)).equals("n") ? "\n" : escape.group(1)));
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.put(
          String.valueOf(label.group("name")), unescaped(String.valueOf(label.group("value"))));
    }
    return labels;
  }
}
