// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static io.keplerotel.agent.meter.Quantity.CPU_SECONDS;
import static io.keplerotel.agent.meter.Subject.CONTAINER;
import static io.keplerotel.agent.meter.Subject.NODE;
import static io.keplerotel.agent.meter.Subject.OWNER;
import static io.keplerotel.agent.meter.Subject.POD;
import static io.keplerotel.agent.meter.Subject.PROCESS;
import static io.keplerotel.agent.meter.Subject.UNATTRIBUTED;
import static io.keplerotel.agent.meter.Subject.VM;
import static io.keplerotel.agent.meter.Subject.WORKLOAD;

import io.keplerotel.agent.meter.Row.Points;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.semconv.Metric;
import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.OtlpMetrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Energy and CPU time by OpenTelemetry's semantic conventions. */
public final class OtlpDialect {
  private static final List<Row> ROWS =
      List.of(
          hardware(OtlpMetrics.HW_ENERGY, OtlpDialect::isPart),
          hardware(OtlpMetrics.HW_HOST_ENERGY, OtlpDialect::isMeteredHost),
          energy(OtlpMetrics.NODE_ENERGY, NODE),
          energy(OtlpMetrics.NODE_UNATTRIBUTED_ENERGY, UNATTRIBUTED),
          energy(OtlpMetrics.CONTAINER_ENERGY, WORKLOAD),
          cpuTime(OtlpMetrics.CONTAINER_CPU_TIME, CONTAINER),
          energy(OtlpMetrics.POD_ENERGY, POD),
          energy(OtlpMetrics.OWNER_ENERGY, OWNER),
          energy(OtlpMetrics.VM_ENERGY, VM),
          cpuTime(OtlpMetrics.VM_CPU_TIME, VM),
          energy(OtlpMetrics.PROCESS_ENERGY, PROCESS),
          cpuTime(OtlpMetrics.PROCESS_CPU_TIME, PROCESS));

  private OtlpDialect() {}

  /**
   * As it is pushed.
   *
   * @param bootedAt when the machine was started, from which processes count their beginning
   */
  public static DialectTable pushed(Optional<Instant> bootedAt) {
    return of(OtlpIdentity.pushed(bootedAt));
  }

  /**
   * As it is scraped.
   *
   * @param machine what names the machine; stands on each series
   * @param bootedAt when the machine was started, from which processes count their beginning
   */
  public static DialectTable scraped(Attributes machine, Optional<Instant> bootedAt) {
    return of(OtlpIdentity.scraped(machine, bootedAt));
  }

  private static DialectTable of(OtlpIdentity identity) {
    return new DialectTable(ROWS, identity, AgentLabels.OTEL, () -> "");
  }

  private static Row hardware(Metric metric, Predicate<Zone> which) {
    Points points = new Row.OfZones(which, ZoneGroup::single, List.of(Mode.BOTH));
    return new Row(metric, NODE, points, Quantity.JOULES, OtlpDialect::zone);
  }

  private static Row energy(Metric metric, Subject subject) {
    Points points =
        Points.each(ZoneGroup::byComponent, subject == PROCESS ? Mode.OF_PROCESS : Mode.EACH);
    return new Row(metric, subject, points, Quantity.JOULES, OtlpDialect::zoneModeAndSource);
  }

  private static Row cpuTime(Metric metric, Subject subject) {
    return new Row(metric, subject, new Row.Single(), CPU_SECONDS, Labels.NONE);
  }

  /** Hardware; what is computed is none. */
  private static boolean isPart(Zone zone) {
    return switch (zone.component()) {
      case PACKAGE, CORE, UNCORE, DRAM, GPU -> true;
      case OTHER, PLATFORM -> false;
    };
  }

  /** The whole machine's energy is metered or not told. */
  private static boolean isMeteredHost(Zone zone) {
    return zone.component() == Component.PLATFORM && zone.provenance() == Provenance.MEASURED;
  }

  private static void zone(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    OtlpIdentity.zone(builder, zones.zones().getFirst());
  }

  private static void zoneModeAndSource(
      AttributesBuilder builder, ZoneGroup zones, Mode mode, State state) {
    builder
        .put(OtlpAttributes.ZONE, zones.componentLabel())
        .put(OtlpAttributes.MODE, mode.label())
        .put(OtlpAttributes.SOURCE, zones.source());
  }
}
