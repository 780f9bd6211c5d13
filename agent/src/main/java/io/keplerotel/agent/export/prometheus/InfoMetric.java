// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.semconv.Metric;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A metric whose labels say all and whose value is always 1; the OpenTelemetry exporter would strip
 * {@code _info} from its name.
 *
 * @param metric name and help
 * @param source asked at each scrape: the labels of each point
 */
public record InfoMetric(Metric metric, Supplier<List<Map<String, String>>> source) {
  private static final String SUFFIX = "_info";

  /** With points that never change. */
  public InfoMetric(Metric metric, List<Map<String, String>> points) {
    this(metric, () -> points);
  }

  /** With one point that never changes. */
  public InfoMetric(Metric metric, Map<String, String> labels) {
    this(metric, List.of(labels));
  }

  /**
   * Labels of each point now.
   *
   * @throws IllegalArgumentException for labels that the registry does not know
   */
  public List<Map<String, String>> points() {
    List<Map<String, String>> points = source.get();
    for (Map<String, String> labels : points) {
      if (!metric.attributes().containsAll(labels.keySet())) {
        throw new IllegalArgumentException(
            metric.name() + " has labels " + metric.attributes() + ", not " + labels.keySet());
      }
    }
    return points;
  }

  /** The name without {@code _info}. */
  String family() {
    String name = metric.prometheusName();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** All labels that the registry knows; those that a point lacks are empty. */
  LabelSet labels(Map<String, String> point) {
    return LabelSet.of(metric.attributes(), point);
  }
}
