// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.semconv.Metric;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;

/**
 * A metric whose labels say all and whose value is always 1; the OpenTelemetry exporter would strip
 * {@code _info} from its name.
 *
 * @param metric name and help
 * @param labels what it says
 */
public record InfoMetric(Metric metric, Map<String, String> labels) implements Collector {
  private static final String SUFFIX = "_info";

  /** Copies; refuses labels that the registry does not know. */
  public InfoMetric {
    labels = Map.copyOf(labels);
    if (!metric.attributes().containsAll(labels.keySet())) {
      throw new IllegalArgumentException(
          metric.name() + " has labels " + metric.attributes() + ", not " + labels.keySet());
    }
  }

  @Override
  public MetricSnapshot collect() {
    Labels.Builder point = Labels.builder();
    metric.attributes().forEach(name -> point.label(name, labels.getOrDefault(name, "")));
    String name = metric.prometheusName();
    return InfoSnapshot.builder()
        .name(name.substring(0, name.length() - SUFFIX.length()))
        .help(metric.description())
        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(point.build()).build())
        .build();
  }
}
