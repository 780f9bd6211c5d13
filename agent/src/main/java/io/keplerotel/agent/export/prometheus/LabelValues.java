// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.opentelemetry.api.common.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values of attributes as opentelemetry-exporter-prometheus writes them into labels. */
final class LabelValues {
  private LabelValues() {}

  static String text(Object value) {
    if (value instanceof Value<?> any) {
      return any.asString();
    }
    return value instanceof List<?> values
        ? values.stream().map(LabelValues::json).collect(Collectors.joining(",", "[", "]"))
        : value.toString();
  }

  private static String json(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    StringBuilder result = new StringBuilder("\"");
    text.chars().forEach(c -> append(result, (char) c));
    return result.append('"').toString();
  }

  private static void append(StringBuilder result, char c) {
    switch (c) {
      case '"' -> result.append("\\\"");
      case '\\' -> result.append("\\\\");
      case '\b' -> result.append("\\b");
      case '\f' -> result.append("\\f");
      case '\n' -> result.append("\\n");
      case '\r' -> result.append("\\r");
      case '\t' -> result.append("\\t");
      default -> {
        if (c <= 0x1f) {
          result.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
        } else {
          result.append(c);
        }
      }
    }
  }
}
