// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.meter.SeriesCache;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DelegatingMetricData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives each container and pod its own resource: moves {@code container.*}, {@code k8s.*} and
 * {@code kepler.application.*} from the points to it, and sets the time at which a counter really
 * began. Resources are kept while they are in use, because the marshaler groups them by identity.
 * Points are copied, so that nothing is held after an export. Used by the reader's thread only.
 */
final class ResourcePromotingExporter extends WrappingExporter {
  private final SeriesCache<Attributes, Promoted> promoted = new SeriesCache<>();
  private final SeriesCache<Attributes, Resource> resources = new SeriesCache<>();
  private final SeriesCache<Resource, NodeResource> nodes = new SeriesCache<>();

  private final Attributes node;
  private final Supplier<Attributes> lateNode;
  private Attributes late = Attributes.empty();

  /**
   * Assigns.
   *
   * @param node of the machine and the agent; what the SDK was told about its resource wins
   * @param lateNode what is found out about the node while the agent runs
   */
  ResourcePromotingExporter(
      MetricExporter delegate, Attributes node, Supplier<Attributes> lateNode) {
    super(delegate);
    this.node = node;
    this.lateNode = lateNode;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    Attributes known = lateNode.get();
    if (!known.equals(late)) {
      late = known;
      promoted.clear();
      nodes.clear();
    }
    List<MetricData> result = new ArrayList<>();
    for (MetricData metric : metrics) {
      promote(metric, result);
    }
    promoted.sweep();
    nodes.sweep();
    resources.sweep();
    return delegate().export(result);
  }

  private void promote(MetricData metric, List<MetricData> result) {
    switch (metric.getType()) {
      case DOUBLE_SUM -> {
        SumData<DoublePointData> sum = metric.getDoubleSumData();
        split(
            metric,
            sum,
            (point, to) -> copy(point, to, startNs(sum, point, to)),
            like(sum),
            result);
      }
      case LONG_SUM -> {
        SumData<LongPointData> sum = metric.getLongSumData();
        split(
            metric,
            sum,
            (point, to) -> copy(point, to, startNs(sum, point, to)),
            likeLong(sum),
            result);
      }
      case LONG_GAUGE, DOUBLE_GAUGE, SUMMARY, HISTOGRAM, EXPONENTIAL_HISTOGRAM ->
          result.add(new Moved(metric, cached(node(metric).resource()), metric.getData()));
    }
  }

  private NodeResource node(MetricData metric) {
    return nodes.of(metric.getResource(), sdk -> NodeResource.of(node, late, sdk.getAttributes()));
  }

  private <T extends PointData> void split(
      MetricData metric,
      SumData<T> sum,
      Copy<T> copy,
      Function<List<T>, Data<?>> data,
      List<MetricData> result) {
    NodeResource from = node(metric);
    Map<Resource, List<T>> byResource = new LinkedHashMap<>();
    for (T point : sum.getPoints()) {
      Promoted target =
          promoted.of(point.getAttributes(), key -> Promoted.of(key, from, this::cached));
      byResource
          .computeIfAbsent(target.resource(), key -> new ArrayList<>())
          .add(copy.of(point, target));
    }
    byResource.forEach((resource, own) -> result.add(new Moved(metric, resource, data.apply(own))));
  }

  private Resource cached(Resource resource) {
    return resources.of(resource.getAttributes(), key -> resource);
  }

  /** A delta began at the last push, whenever its counter did. */
  private static long startNs(SumData<?> sum, PointData point, Promoted target) {
    boolean cumulative = sum.getAggregationTemporality() == AggregationTemporality.CUMULATIVE;
    long sdkNs = point.getStartEpochNanos();
    return cumulative ? target.startEpochNs().orElse(sdkNs) : sdkNs;
  }

  private static DoublePointData copy(DoublePointData point, Promoted target, long startNs) {
    return DoublePointData.create(
        startNs, point.getEpochNanos(), target.rest(), point.getValue(), List.of());
  }

  private static LongPointData copy(LongPointData point, Promoted target, long startNs) {
    return LongPointData.create(startNs, point.getEpochNanos(), target.rest(), point.getValue());
  }

  private static Function<List<DoublePointData>, Data<?>> like(SumData<DoublePointData> sum) {
    return points ->
        SumData.createDoubleSumData(sum.isMonotonic(), sum.getAggregationTemporality(), points);
  }

  private static Function<List<LongPointData>, Data<?>> likeLong(SumData<LongPointData> sum) {
    return points ->
        SumData.createLongSumData(sum.isMonotonic(), sum.getAggregationTemporality(), points);
  }

  private interface Copy<T> {
    T of(T point, Promoted target);
  }

  /** The same metric, with the points of one resource. */
  private static final class Moved extends DelegatingMetricData {
    private final Resource resource;
    private final Data<?> data;

    Moved(MetricData metric, Resource resource, Data<?> data) {
      super(metric);
      this.resource = resource;
      this.data = data;
    }

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }
}
