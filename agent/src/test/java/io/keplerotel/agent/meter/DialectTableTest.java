// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.KeplerTenMetrics;
import io.keplerotel.semconv.Metric;
import io.keplerotel.semconv.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry, docs/metrics.md and the rows say the same. */
class DialectTableTest {
  private static final DialectTable KEPLER = KeplerDialect.of("node-1", () -> "bpf");
  private static final DialectTable KEPLER_TEN = KeplerTenDialect.of("node-1", () -> 4);
  private static final DialectTable OTLP = OtlpDialect.pushed(Optional.empty());

  /** Say what the machine and the agent are; made by the exporter, as the API has none. */
  private static final List<Metric> KEPLER_INFOS =
      List.of(KeplerMetrics.NODE_INFO, KeplerMetrics.EXPORTER_BUILD_INFO);

  private static final List<Metric> KEPLER_TEN_INFOS =
      List.of(KeplerTenMetrics.NODE_CPU_INFO, KeplerTenMetrics.BUILD_INFO);

  @Test
  void everyRegisteredMetricHasARowAndEveryRowARegisteredMetric() {
    List<Metric> all = new ArrayList<>(own());
    all.addAll(KEPLER_INFOS);
    all.addAll(KEPLER_TEN_INFOS);
    Stream.of(KEPLER, KEPLER_TEN, OTLP).forEach(table -> all.addAll(table.metrics()));
    assertThat(all).containsExactlyInAnyOrderElementsOf(Registry.METRICS);
  }

  @Test
  void thePageOfMetricsListsWhatEachDialectShows() throws IOException {
    assertThat(listed("## Prometheus, dialect `kepler`"))
        .containsExactlyInAnyOrderElementsOf(names(KEPLER, KEPLER_INFOS, Metric::prometheusName));
    assertThat(listed("## Prometheus, dialect `kepler-0.10`"))
        .containsExactlyInAnyOrderElementsOf(
            names(KEPLER_TEN, KEPLER_TEN_INFOS, Metric::prometheusName));
    assertThat(listed("## OTLP"))
        .containsExactlyInAnyOrderElementsOf(names(OTLP, List.of(), Metric::name));
    assertThat(listed("## The agent's own metrics"))
        .containsExactlyInAnyOrderElementsOf(own().stream().map(Metric::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyComponentHasARowAtEachLevelOfKeplersDialect(Component component) {
    assertThat(KEPLER.rows())
        .filteredOn(row -> row.subject() != Subject.UNATTRIBUTED && isOf(row, component))
        .filteredOn(row -> row.quantity().equals(Quantity.JOULES))
        .extracting(Row::subject)
        .containsExactlyInAnyOrder(
            Subject.NODE,
            Subject.WORKLOAD,
            Subject.POD,
            Subject.OWNER,
            Subject.VM,
            Subject.PROCESS);
  }

  /** A total shows some of them together, which makes no metric of a component. */
  private static boolean isOf(Row row, Component component) {
    return row.points() instanceof Row.OfZones points
        && points.which().test(zone(component))
        && Stream.of(Component.values()).filter(c -> points.which().test(zone(c))).count() == 1;
  }

  private static Zone zone(Component component) {
    return new Zone("zone", component, "0", Optional.empty(), "rapl", Provenance.MEASURED);
  }

  private static List<Metric> own() {
    List<Metric> own =
        new ArrayList<>(
            AgentTable.rows(AgentLabels.KEPLER, () -> 0).stream()
                .map(AgentTable.Row::metric)
                .toList());
    own.addAll(List.of(AgentMetrics.AGENT_HELD, AgentMetrics.AGENT_SERIES));
    return own;
  }

  private static List<String> names(
      DialectTable table, List<Metric> infos, Function<Metric, String> name) {
    return Stream.concat(table.metrics().stream(), infos.stream()).map(name).toList();
  }

  /** The first column of the table under a heading. */
  private static List<String> listed(String heading) throws IOException {
    return Files.readAllLines(Path.of("../docs/metrics.md")).stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("`", 3)[1])
        .toList();
  }
}
