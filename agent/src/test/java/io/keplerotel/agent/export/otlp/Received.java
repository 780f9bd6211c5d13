// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a receiver got in one request, point by point. */
public record Received(List<Point> points) {
  /** A point with all that says what it is. */
  public record Point(
      Map<String, String> resource,
      String resourceSchema,
      String scope,
      Metric metric,
      Map<String, String> attributes,
      NumberDataPoint data) {
    public String name() {
      return metric.getName();
    }

    public double value() {
      return data.hasAsInt() ? data.getAsInt() : data.getAsDouble();
    }
  }

  static Received of(ExportMetricsServiceRequest request) {
    List<Point> points = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      Map<String, String> names = map(resource.getResource().getAttributesList());
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          for (NumberDataPoint data : data(metric)) {
            points.add(
                new Point(
                    names,
                    resource.getSchemaUrl(),
                    text(scope),
                    metric,
                    map(data.getAttributesList()),
                    data));
          }
        }
      }
    }
    return new Received(points);
  }

  public List<Point> of(String name, Predicate<Point> filter) {
    return points.stream().filter(p -> p.name().equals(name)).filter(filter).toList();
  }

  private static String text(ScopeMetrics scope) {
    return scope.getScope().getName()
        + " "
        + scope.getScope().getVersion()
        + " "
        + scope.getSchemaUrl();
  }

  private static List<NumberDataPoint> data(Metric metric) {
    return metric.hasSum()
        ? metric.getSum().getDataPointsList()
        : metric.getGauge().getDataPointsList();
  }

  private static Map<String, String> map(List<KeyValue> attributes) {
    Map<String, String> map = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      map.put(attribute.getKey(), text(attribute.getValue()));
    }
    return map;
  }

  private static String text(AnyValue value) {
    if (value.hasArrayValue()) {
      return value.getArrayValue().getValuesList().stream().map(Received::text).toList().toString();
    }
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }
}
