// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.export.otlp.OtlpFixture;
import io.keplerotel.agent.export.otlp.Received;
import io.keplerotel.agent.export.otlp.Receiver;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Conformance with the semantic conventions, by what a real receiver gets. */
class ConformanceTest {
  private static final String RELEASE = "https://opentelemetry.io/schemas/1.43.0";

  @Test
  void scopeHasAVersionAndResourcesHaveASchema() throws Exception {
    Received received = pushed(Snapshots.at(1), "hw.energy");
    assertThat(received.of("hw.energy", point -> true))
        .allSatisfy(
            point -> {
              assertThat(point.scope()).isEqualTo("io.keplerotel.agent 0.1.0 " + RELEASE);
              assertThat(point.resourceSchema()).isEqualTo(RELEASE);
            });
  }

  @Test
  void countsAreIntegersAndAmountsAreNot() throws Exception {
    assertThat(pushed(Snapshots.at(1), "kepler.agent.ticks").points())
        .filteredOn(point -> point.name().startsWith("kepler."))
        .isNotEmpty()
        .allSatisfy(
            point ->
                assertThat(point.data().hasAsInt())
                    .as(point.name())
                    .isEqualTo(
                        point.metric().getUnit().startsWith("{")
                            || point.metric().getUnit().equals("By")));
  }

  @Test
  void theAgentsOwnAttributesAreInANamespaceAndNoneIsFreeText() throws Exception {
    assertThat(pushed(Snapshots.at(1), "kepler.agent.ticks").points())
        .allSatisfy(
            point ->
                assertThat(point.attributes().keySet())
                    .allMatch(key -> key.contains("."))
                    .doesNotContain("reason"));
  }

  @Test
  void aProcessHasItsCreationTime() throws Exception {
    assertThat(
            pushed(Snapshots.at(1), "kepler.process.energy")
                .of("kepler.process.energy", p -> p.attributes().containsKey("process.pid")))
        .extracting(point -> point.attributes().get("process.creation.time"))
        .isNotEmpty()
        .containsOnly("2026-01-01T00:00:00Z");
  }

  @Test
  void cpuTimeWithoutModesHasANameOfOurs() throws Exception {
    Set<String> names = names(pushed(Snapshots.at(1), "kepler.container.cpu.time"));
    assertThat(names)
        .contains("kepler.container.cpu.time", "kepler.process.cpu.time")
        .doesNotContain("container.cpu.time", "process.cpu.time");
  }

  @Test
  void aModelledFigureIsNeverTheHostsEnergy() throws Exception {
    Received received = pushed(estimated(Snapshots.at(1)), "kepler.node.energy");
    assertThat(names(received)).contains("hw.energy").doesNotContain("hw.host.energy");
    assertThat(
            received.of(
                "kepler.node.energy", p -> "platform".equals(p.attributes().get("kepler.zone"))))
        .isNotEmpty();
  }

  @Test
  void theSdkTellsOfItselfByItsOfficialNames() throws Exception {
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      assertThat(otlp.push.target()).isPresent();
      Received received = receiver.nextWith("otel.sdk.exporter.metric_data_point.exported");
      assertThat(names(received))
          .filteredOn(name -> !name.startsWith("kepler.") && !name.startsWith("hw."))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("otel.sdk."));
    }
  }

  private static Set<String> names(Received received) {
    return received.points().stream().map(Received.Point::name).collect(Collectors.toSet());
  }

  private static Received pushed(Snapshot snapshot, String metric) throws Exception {
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(snapshot, receiver.settings())) {
      assertThat(otlp.push.target()).isPresent();
      return receiver.nextWith(metric);
    }
  }

  private static Snapshot estimated(Snapshot full) {
    List<Zone> zones =
        full.zones().stream()
            .map(
                zone ->
                    zone.component() == Component.PLATFORM
                        ? new Zone(
                            zone.id(),
                            zone.component(),
                            zone.packageId(),
                            zone.parent(),
                            "trained_power_model",
                            Provenance.ESTIMATED)
                        : zone)
            .toList();
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        zones,
        full.node(),
        full.unattributed(),
        full.workloads(),
        full.pods(),
        full.processes(),
        full.otherProcesses());
  }
}
