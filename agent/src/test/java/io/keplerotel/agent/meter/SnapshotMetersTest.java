// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotMetersTest {
  private static final WorkloadNames NAMED = KnownNames.of("shop", "web-1", "nginx");

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder().registerMetricReader(reader).build();
  private final Meter meter = provider.get("test");
  private NamedSnapshot published = NamedSnapshots.of(Snapshots.at(1), NAMED);

  @AfterEach
  void close() {
    provider.close();
  }

  /** Exporters keep by identity what they make of them. */
  @ParameterizedTest
  @EnumSource
  void attributesAreTheSameObjectsInEveryCollection(Dialect dialect) {
    show(table(dialect));
    NameResolver names = new NameResolver(NAMED);
    for (int tick = 2; tick < 5; tick++) {
      var snapshot = Snapshots.at(tick);
      published = new NamedSnapshot(Snapshots.at(1), snapshot, names.resolve(snapshot));
      reader.collectAllMetrics();
    }
    Set<Attributes> before = attributes(reader.collectAllMetrics());
    published = NamedSnapshots.of(Snapshots.at(1), Snapshots.at(9), NAMED);
    Set<Attributes> after = attributes(reader.collectAllMetrics());
    assertThat(before).isNotEmpty();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void theAgentsOwnAttributesAreTheSameObjectsInEveryCollection() {
    new AgentMeters(meter, PrometheusFixture::status, () -> 0, AgentLabels.KEPLER).register();
    Set<Attributes> before = attributes(reader.collectAllMetrics());
    assertThat(before).hasSizeGreaterThan(3);
    assertThat(attributes(reader.collectAllMetrics())).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsHeldBackHasNoSeries(Dialect dialect) {
    published = NamedSnapshots.of(Snapshots.at(1), KnownNames.waiting(Duration.ofMinutes(1)));
    show(table(dialect));
    Collection<MetricData> shown = reader.collectAllMetrics();
    assertThat(shown)
        .filteredOn(metric -> metric.getName().contains(".container."))
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(metric.toString())
                    .contains(Snapshots.BATCH.id())
                    .doesNotContain(Snapshots.WEB.id()));
    assertThat(shown).noneMatch(metric -> metric.getName().contains(".pod."));
    assertThat(shown)
        .filteredOn(metric -> metric.getName().contains(".process."))
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(metric.toString().contains("java"))
                    .as("only OTLP's processes carry the names of their containers")
                    .isEqualTo(dialect != Dialect.OTEL));
  }

  private void show(DialectTable table) {
    new SnapshotMeters(meter, table, () -> published).register();
  }

  private static DialectTable table(Dialect dialect) {
    return switch (dialect) {
      case KEPLER -> KeplerDialect.of("node-1", () -> "bpf");
      case KEPLER_TEN -> KeplerTenDialect.of("node-1", () -> 4);
      case OTEL -> OtlpDialect.pushed(Optional.empty());
    };
  }

  private static Set<Attributes> attributes(Collection<MetricData> metrics) {
    Set<Attributes> attributes = Collections.newSetFromMap(new IdentityHashMap<>());
    metrics.forEach(
        metric ->
            metric.getData().getPoints().forEach(point -> attributes.add(point.getAttributes())));
    return attributes;
  }
}
