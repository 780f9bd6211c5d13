// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.export.Scope;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourcePromotingExporterTest {
  private final FakeExporter delegate = new FakeExporter();
  private final AtomicReference<Attributes> late = new AtomicReference<>(Attributes.empty());
  private final ResourcePromotingExporter exporter =
      new ResourcePromotingExporter(delegate, OtlpFixture.NODE, late::get);
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder()
          .setResource(Resource.create(OtlpFixture.NODE))
          .registerMetricReader(
              PeriodicMetricReader.builder(exporter).setInterval(1, TimeUnit.HOURS).build())
          .build();

  @BeforeEach
  void register() {
    NamedSnapshot named = NamedSnapshots.of(Snapshots.at(1), WorkloadNames.unknown());
    new SnapshotMeters(
            Scope.meter(provider, "0.1.0"), OtlpDialect.pushed(Optional.empty()), () -> named)
        .register();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void resourcesAreTheSameObjectsInEveryMetricAndExport() {
    Set<Resource> first = resources(export());
    assertThat(first).hasSize(4);
    assertThat(resources(export())).isEqualTo(first);
  }

  @Test
  void nothingIsLostOnTheWay() {
    assertThat(export().stream().mapToInt(metric -> metric.getData().getPoints().size()).sum())
        .isEqualTo(4 + 1 + 10 + 10 + 50 + 10 + 40 + 15 + 2 + 3 + 5 + 1);
  }

  @Test
  void whatIsFoundOutLateIsOnAllResourcesFromThenOn() {
    export();
    late.set(Attributes.of(ResourceAttributes.K8S_NODE_UID, "1eb3a0c6"));
    assertThat(resources(export()))
        .hasSize(4)
        .allSatisfy(
            resource ->
                assertThat(resource.getAttribute(ResourceAttributes.K8S_NODE_UID))
                    .isEqualTo("1eb3a0c6"));
  }

  @Test
  void memoryModeAndTemporalityAreTheDelegates() {
    assertThat(exporter.getMemoryMode()).isEqualTo(MemoryMode.REUSABLE_DATA);
    assertThat(exporter.getAggregationTemporality(InstrumentType.OBSERVABLE_COUNTER))
        .isEqualTo(AggregationTemporality.CUMULATIVE);
  }

  private List<MetricData> export() {
    provider.forceFlush().join(5, TimeUnit.SECONDS);
    return delegate.last;
  }

  private static Set<Resource> resources(List<MetricData> metrics) {
    Set<Resource> resources = Collections.newSetFromMap(new IdentityHashMap<>());
    metrics.forEach(metric -> resources.add(metric.getResource()));
    return resources;
  }

  /** Reuses points, as the OTLP exporters do. */
  private static final class FakeExporter implements MetricExporter {
    private List<MetricData> last = List.of();

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      last = List.copyOf(metrics);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public MemoryMode getMemoryMode() {
      return MemoryMode.REUSABLE_DATA;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
