// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Series of Prometheus, as PromQL names them: {@code pdu_watts{outlet="7"}}.
 *
 * @param text as it was written
 */
record Selector(String text, String name, List<Label> labels) {
  private static final Pattern WHOLE =
      Pattern.compile("(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{(?<labels>.*)})?");
  private static final Pattern LABEL =
      Pattern.compile(
          "\\s*(?<name>[a-zA-Z_][a-zA-Z0-9_]*)\\s*(?<test>=~|!~|!=|=)\\s*\"(?<value>(?:[^\"\\\\]|\\\\.)*)\"\\s*(?:,\\s*|$)");

  /** Takes a copy of the list. */
  Selector {
    labels = List.copyOf(labels);
  }

  /**
   * What one label must be, or must not be.
   *
   * @param isPattern whether it is a regular expression for the whole value
   */
  record Label(String name, Pattern value, boolean isWanted, boolean isPattern) {
    boolean accepts(Map<String, String> labels) {
      return value.matcher(labels.getOrDefault(name, "")).matches() == isWanted;
    }
  }

  /** Parses a selector; empty for what is none. */
  static Optional<Selector> parse(String text) {
    Matcher whole = WHOLE.matcher(text.strip());
    if (!whole.matches()) {
      return Optional.empty();
    }
    String inside = whole.group("labels");
    List<Label> labels = new ArrayList<>();
    int at = 0;
    Matcher each = LABEL.matcher(inside == null ? "" : inside);
    while (inside != null && at < inside.length()) {
      if (!each.find() || each.start() != at) {
        return Optional.empty();
      }
      try {
        labels.add(label(each));
      } catch (PatternSyntaxException ignored) {
        // Not a regular expression, which is what empty says.
        return Optional.empty();
      }
      at = each.end();
    }
    return Optional.of(new Selector(text, String.valueOf(whole.group("name")), labels));
  }

  boolean accepts(Map<String, String> series) {
    return labels.stream().allMatch(label -> label.accepts(series));
  }

  boolean meansSeveral() {
    return labels.stream().anyMatch(Label::isPattern);
  }

  @Override
  public String toString() {
    return text;
  }

  private static Label label(Matcher matcher) {
    String test = String.valueOf(matcher.group("test"));
    String value = ExpositionText.unescaped(String.valueOf(matcher.group("value")));
    boolean isPattern = test.endsWith("~");
    return new Label(
        String.valueOf(matcher.group("name")),
        isPattern ? Pattern.compile(value) : Pattern.compile(value, Pattern.LITERAL),
        !test.startsWith("!"),
        isPattern);
  }
}
