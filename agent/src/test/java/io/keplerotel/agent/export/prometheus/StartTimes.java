// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.agent.meter.SeriesCache;
import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DelegatingMetricData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the attribute that says when a counter began off the points of a scrape, and makes it their
 * start time; 0, which Prometheus takes for none, stays 0. Used by one collecting thread at a time.
 */
final class StartTimes {
  private final SeriesCache<Attributes, Begun> begun = new SeriesCache<>();

  /** Labels without the attribute, and what it said. */
  private record Begun(Attributes labels, Optional<Long> sinceNs) {
    static Begun of(Attributes attributes) {
      Long sinceNs = attributes.get(OtlpAttributes.START_TIME_UNIX_NANO);
      return sinceNs == null
          ? new Begun(attributes, Optional.empty())
          : new Begun(
              attributes.toBuilder().remove(OtlpAttributes.START_TIME_UNIX_NANO).build(),
              Optional.of(sinceNs));
    }
  }

  Collection<MetricData> set(Collection<MetricData> metrics) {
    List<MetricData> result = new ArrayList<>(metrics.size());
    metrics.forEach(metric -> result.add(set(metric)));
    begun.sweep();
    return result;
  }

  private MetricData set(MetricData metric) {
    return switch (metric.getType()) {
      case DOUBLE_SUM -> {
        SumData<DoublePointData> sum = metric.getDoubleSumData();
        yield new Mended(
            metric,
            SumData.createDoubleSumData(
                sum.isMonotonic(), sum.getAggregationTemporality(), points(sum.getPoints())));
      }
      case DOUBLE_GAUGE ->
          new Mended(
              metric,
              GaugeData.createDoubleGaugeData(points(metric.getDoubleGaugeData().getPoints())));
      // The agent's own, which have no such attribute.
      case LONG_SUM, LONG_GAUGE, SUMMARY, HISTOGRAM, EXPONENTIAL_HISTOGRAM -> metric;
    };
  }

  /** Two that differed in their beginnings only become one again, as the SDK makes them. */
  private Collection<DoublePointData> points(Collection<DoublePointData> points) {
    Map<Attributes, DoublePointData> result = LinkedHashMap.newLinkedHashMap(points.size());
    for (DoublePointData point : points) {
      Begun since = begun.of(point.getAttributes(), Begun::of);
      result.merge(since.labels(), copy(point, since), StartTimes::sum);
    }
    return result.values();
  }

  private static DoublePointData copy(DoublePointData point, Begun begun) {
    return DoublePointData.create(
        begun.sinceNs().orElse(point.getStartEpochNanos()),
        point.getEpochNanos(),
        begun.labels(),
        point.getValue(),
        List.of());
  }

  private static DoublePointData sum(DoublePointData one, DoublePointData other) {
    return DoublePointData.create(
        Math.min(one.getStartEpochNanos(), other.getStartEpochNanos()),
        one.getEpochNanos(),
        one.getAttributes(),
        one.getValue() + other.getValue(),
        List.of());
  }

  /** The same metric with other points. */
  private static final class Mended extends DelegatingMetricData {
    private final Data<?> data;

    Mended(MetricData metric, Data<?> data) {
      super(metric);
      this.data = data;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }
}
