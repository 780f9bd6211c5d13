// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.config.MetricLevel;
import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    OwnerSums owners = new OwnerSums(10);
    for (int tick = 2; tick < 5; tick++) {
      var snapshot = Snapshots.at(tick);
      var resolved = names.resolve(snapshot);
      published =
          new NamedSnapshot(
              Snapshots.at(1), snapshot, resolved, owners.add(snapshot, resolved), List.of());
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
                assertThat(metric.getData().toString().contains("\"java\""))
                    .as("only OTLP's processes carry the names of their containers")
                    .isEqualTo(dialect != Dialect.OTEL));
  }

  @ParameterizedTest
  @EnumSource
  void aVirtualMachineHasSeriesOfItsOwnAndIsNoContainer(Dialect dialect) {
    published = NamedSnapshots.of(Snapshots.withMachine(1), Snapshots.withMachine(9), NAMED);
    show(table(dialect));
    Collection<MetricData> shown = reader.collectAllMetrics();
    assertThat(shown)
        .filteredOn(metric -> metric.getName().startsWith("kepler.vm"))
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(metric.getData().toString())
                    .contains("db", "kvm", Snapshots.VM.vmId())
                    .doesNotContain("vm/"));
    assertThat(shown)
        .filteredOn(metric -> metric.getName().contains("container"))
        .isNotEmpty()
        .allSatisfy(
            metric -> assertThat(metric.getData().toString()).doesNotContain(Snapshots.VM.vmId()));
    assertThat(shown)
        .filteredOn(metric -> metric.getName().contains(".process."))
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(metric.getData().toString())
                    .contains(Snapshots.VM.vmId())
                    .doesNotContain("vm/"));
  }

  @Test
  void theEnergyOfAMachineIsTheSumOfItsZonesThatDoNotOverlap() {
    published = NamedSnapshots.of(Snapshots.withMachine(5), NAMED);
    show(table(Dialect.KEPLER).only(Set.of(MetricLevel.VM)));
    Collection<MetricData> shown = reader.collectAllMetrics();

    assertThat(joules(shown, "kepler.vm"))
        .isPositive()
        .isCloseTo(
            joules(shown, "kepler.vm.package")
                + joules(shown, "kepler.vm.dram")
                + joules(shown, "kepler.vm.other"),
            within(1e-9)); // Points come in any order, and so do roundings.
    assertThat(shown).noneMatch(metric -> metric.getName().contains("container"));
  }

  @Test
  void ownersAndTheUnattributedAddUpToTheNode() {
    published = NamedSnapshots.of(Snapshots.at(5), NAMED);
    show(table(Dialect.KEPLER).only(Set.of(MetricLevel.OWNER, MetricLevel.NODE)));
    Collection<MetricData> shown = reader.collectAllMetrics();

    assertThat(joules(shown, "kepler.owner.platform"))
        .isPositive()
        .isCloseTo(joules(shown, "kepler.node.platform") * 9 / 10, within(1e-6));
    assertThat(joules(shown, "kepler.owner"))
        .isCloseTo(
            joules(shown, "kepler.owner.package")
                + joules(shown, "kepler.owner.dram")
                + joules(shown, "kepler.owner.other"),
            within(1e-6));
  }

  private static double joules(Collection<MetricData> shown, String name) {
    return shown.stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(metric -> metric.getDoubleSumData().getPoints().stream())
        .mapToDouble(point -> point.getValue())
        .sum();
  }

  @ParameterizedTest
  @CsvSource({
    "KEPLER, NODE, node",
    "KEPLER, CONTAINER, container",
    "KEPLER, POD, pod",
    "KEPLER, PROCESS, process",
    "KEPLER, UNIT, container",
    "KEPLER_TEN, NODE, node",
    "KEPLER_TEN, CONTAINER, container",
    "KEPLER_TEN, POD, pod",
    "KEPLER_TEN, PROCESS, process",
    "OTEL, NODE, node",
    "OTEL, CONTAINER, container",
    "OTEL, POD, pod",
    "OTEL, PROCESS, process",
    "OTEL, UNIT, container",
  })
  void aLevelAloneShowsWhatItShowsAmongAllAndNothingElse(
      Dialect dialect, MetricLevel level, String shown) {
    show(table(dialect));
    Set<String> whole = points(reader.collectAllMetrics());
    InMemoryMetricReader restricted = InMemoryMetricReader.create();
    try (SdkMeterProvider other =
        SdkMeterProvider.builder().registerMetricReader(restricted).build()) {
      DialectTable table = table(dialect).only(Set.of(level));
      new SnapshotMeters(other.get("test"), table, () -> published).register();
      Set<String> points = points(restricted.collectAllMetrics());
      assertThat(points).isNotEmpty();
      assertThat(whole).containsAll(points);
      assertThat(points).allMatch(point -> point.matches("(kepler[._]" + shown + "[._{]|hw\\.).*"));
      assertThat(points.stream().anyMatch(point -> point.startsWith("hw.")))
          .isEqualTo(dialect == Dialect.OTEL && level == MetricLevel.NODE);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "KEPLER_TEN", mode = EnumSource.Mode.EXCLUDE)
  void hostProcessesAreShownWithContainersAndWithUnits(Dialect dialect) {
    assertThat(workloads(dialect, Set.of(MetricLevel.CONTAINER)))
        .contains(Snapshots.WEB.id(), "system_processes", "kernel_processes")
        .doesNotContain("nginx.service");
    assertThat(workloads(dialect, Set.of(MetricLevel.UNIT)))
        .contains("nginx.service", "system_processes", "kernel_processes")
        .doesNotContain(Snapshots.WEB.id(), Snapshots.BATCH.id());
    assertThat(workloads(dialect, Set.of(MetricLevel.NODE, MetricLevel.POD)))
        .doesNotContain("nginx.service", "system_processes", Snapshots.WEB.id());
  }

  @Test
  void seriesAreCountedForTheLevelsThatAreShown() {
    show(table(Dialect.KEPLER).only(Set.of(MetricLevel.NODE, MetricLevel.UNIT)));
    assertThat(reader.collectAllMetrics())
        .filteredOn(metric -> metric.getName().equals(AgentMetrics.AGENT_SERIES.name()))
        .flatExtracting(metric -> metric.getLongSumData().getPoints())
        .extracting(point -> point.getAttributes().get(AgentAttributes.LEVEL))
        .containsExactlyInAnyOrder("node", "container");
  }

  /** Dialect kepler-0.10 has no units, as Kepler has none. */
  @Test
  void aDialectWithoutUnitsShowsNothingAtTheirLevel() {
    show(table(Dialect.KEPLER_TEN).only(Set.of(MetricLevel.UNIT)));
    assertThat(points(reader.collectAllMetrics())).isEmpty();
  }

  private static String workloads(Dialect dialect, Set<MetricLevel> levels) {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      NamedSnapshot named = NamedSnapshots.of(Snapshots.at(1), NAMED);
      new SnapshotMeters(provider.get("test"), table(dialect).only(levels), () -> named).register();
      return String.valueOf(points(reader.collectAllMetrics()));
    }
  }

  /** Name, attributes and value of each, without those that are of the agent. */
  private static Set<String> points(Collection<MetricData> metrics) {
    Set<String> points = new TreeSet<>();
    for (MetricData metric : metrics) {
      if (metric.getType() == MetricDataType.DOUBLE_SUM) {
        metric
            .getDoubleSumData()
            .getPoints()
            .forEach(p -> points.add(metric.getName() + p.getAttributes() + p.getValue()));
      } else if (metric.getType() == MetricDataType.DOUBLE_GAUGE) {
        metric
            .getDoubleGaugeData()
            .getPoints()
            .forEach(p -> points.add(metric.getName() + p.getAttributes() + p.getValue()));
      }
    }
    return points;
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
