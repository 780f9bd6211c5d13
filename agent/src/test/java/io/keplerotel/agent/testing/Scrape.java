// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A page in the Prometheus text format.
 *
 * @param values by series, as written: {@code name{label="value",…}}
 */
public record Scrape(Map<String, Double> values) {
  /** Reads the page; comments are skipped. */
  public static Scrape parse(String page) {
    Map<String, Double> values = new LinkedHashMap<>();
    page.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              Double before =
                  values.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
              if (before != null) {
                throw new IllegalStateException("twice on one page: " + line);
              }
            });
    return new Scrape(values);
  }

  /** Sum of all series of a metric that have all these label pairs, as {@code label="value"}. */
  public double sum(String metric, String... pairs) {
    return values.entrySet().stream()
        .filter(entry -> isOf(metric).test(entry.getKey()))
        .filter(entry -> hasAll(entry.getKey(), pairs))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Whether there is a series of this metric with all these label pairs. */
  public boolean has(String metric, String... pairs) {
    return values.keySet().stream()
        .anyMatch(series -> isOf(metric).test(series) && hasAll(series, pairs));
  }

  private static Predicate<String> isOf(String metric) {
    return series -> series.equals(metric) || series.startsWith(metric + "{");
  }

  private static boolean hasAll(String series, String... pairs) {
    for (String pair : pairs) {
      if (!series.contains(pair)) {
        return false;
      }
    }
    return true;
  }
}
