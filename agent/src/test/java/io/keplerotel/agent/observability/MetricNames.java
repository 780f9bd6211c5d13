// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.observability;

import io.keplerotel.semconv.Metric;
import io.keplerotel.semconv.Registry;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of metrics in queries. */
final class MetricNames {
  /** What rules record has a colon, and is not the agent's. */
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:])(?:kepler|hw)_[a-z0-9_]+(?![\\w:*])");

  private static final Set<String> LABELS =
      Registry.ATTRIBUTES.stream()
          .map(key -> key.getKey().replace('.', '_'))
          .collect(Collectors.toSet());
  private static final Set<String> METRICS =
      Registry.METRICS.stream().map(Metric::prometheusName).collect(Collectors.toSet());

  private MetricNames() {}

  /** Names that look like the agent's and that it does not have. */
  static Set<String> unknownIn(String text) {
    return NAME.matcher(text)
        .results()
        .map(match -> match.group())
        .filter(name -> !METRICS.contains(name) && !LABELS.contains(name))
        .collect(Collectors.toSet());
  }
}
