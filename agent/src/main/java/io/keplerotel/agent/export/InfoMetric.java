// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.semconv.Metric;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;

/**
 * A metric whose labels say all and whose value is always 1; the OpenTelemetry exporter would strip
 * {@code _info} from its name.
 *
 * @param metric name and help
 * @param points labels of each; what they say
 */
public record InfoMetric(Metric metric, List<Map<String, String>> points) implements Collector {
  private static final String SUFFIX = "_info";

  /** Copies; refuses labels that the registry does not know. */
  public InfoMetric {
    points = points.stream().map(Map::copyOf).toList();
    for (Map<String, String> labels : points) {
      if (!metric.attributes().containsAll(labels.keySet())) {
        throw new IllegalArgumentException(
            metric.name() + " has labels " + metric.attributes() + ", not " + labels.keySet());
      }
    }
  }

  /** With one point. */
  public InfoMetric(Metric metric, Map<String, String> labels) {
    this(metric, List.of(labels));
  }

  @Override
  public MetricSnapshot collect() {
    String name = metric.prometheusName();
    InfoSnapshot.Builder snapshot =
        InfoSnapshot.builder()
            .name(name.substring(0, name.length() - SUFFIX.length()))
            .help(metric.description());
    points.forEach(labels -> snapshot.dataPoint(point(labels)));
    return snapshot.build();
  }

  private InfoSnapshot.InfoDataPointSnapshot point(Map<String, String> labels) {
    Labels.Builder point = Labels.builder();
    metric.attributes().forEach(name -> point.label(name, labels.getOrDefault(name, "")));
    return InfoSnapshot.InfoDataPointSnapshot.builder().labels(point.build()).build();
  }
}
