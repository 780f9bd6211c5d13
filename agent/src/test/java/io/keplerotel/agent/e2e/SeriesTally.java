// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.Scrape;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last value of each series of a metric over many scrapes, as a Prometheus server has it. What
 * changes its names goes on as the same series, by its id.
 */
final class SeriesTally {
  private final String metric;
  private final Pattern id;
  private final Map<String, Long> lastUj = new HashMap<>();
  private int falls;

  SeriesTally(String metric, String idLabel) {
    this.metric = metric;
    this.id =
        Pattern.compile(
            idLabel
                + "=\"([^\"]*)\".*mode=\"([^\"]*)\"|mode=\"([^\"]*)\".*"
                + idLabel
                + "=\"([^\"]*)\"");
  }

  void add(Scrape scrape) {
    scrape
        .values()
        .forEach(
            (series, joules) -> {
              if (series.startsWith(metric + "{")) {
                long valueUj = Math.round(joules * 1e6);
                Long before = lastUj.put(key(series), valueUj);
                falls += before != null && before > valueUj ? 1 : 0;
              }
            });
  }

  /** Sum over all series there ever were, µJ. */
  long sumUj() {
    return lastUj.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Last value of one id, all modes, µJ. */
  long uj(String wanted) {
    return lastUj.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(wanted + " "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How often a value fell. */
  int falls() {
    return falls;
  }

  private String key(String series) {
    Matcher matcher = id.matcher(series);
    if (!matcher.find()) {
      throw new IllegalStateException(series);
    }
    return matcher.group(1) != null
        ? matcher.group(1) + " " + matcher.group(2)
        : matcher.group(4) + " " + matcher.group(3);
  }
}
