// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.semconv.KeplerLabels;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All label sets of one workload or process in Kepler's dialect.
 *
 * @param components energy by component
 * @param totals package + dram + other, for each mode; empty where none of them is metered
 * @param cpu CPU time
 */
record KeplerSeries(Series components, List<Total> totals, Attributes cpu) {
  /** The total in one mode. */
  record Total(Mode mode, Attributes attributes) {}

  static KeplerSeries of(
      Attributes labels,
      Instant since,
      List<ZoneGroup> groups,
      List<Mode> modes,
      String cpuTimeSource) {
    Attributes base = StartTime.on(labels, since);
    boolean totalled = groups.stream().anyMatch(ZoneGroup::inTotal);
    return new KeplerSeries(
        Series.of(base, groups, modes, KeplerSeries::label),
        totalled ? modes.stream().map(mode -> total(base, mode)).toList() : List.of(),
        base.toBuilder().put(KeplerLabels.SOURCE, cpuTimeSource).build());
  }

  static void label(AttributesBuilder builder, ZoneGroup group, Mode mode) {
    builder.put(KeplerLabels.MODE, mode.label()).put(KeplerLabels.SOURCE, group.source());
  }

  /** As Kepler does, the source of a total is the empty string. */
  private static Total total(Attributes base, Mode mode) {
    return new Total(
        mode,
        base.toBuilder().put(KeplerLabels.MODE, mode.label()).put(KeplerLabels.SOURCE, "").build());
  }

  /** Records energy by component, and the total where this level has one. */
  void record(Instruments instruments, KeplerLevel level, Energies energies) {
    components.forEach(
        energies,
        (point, energyUj) ->
            instruments.recordEnergy(
                level.of(point.group().component()), energyUj, point.attributes()));
    level
        .total()
        .ifPresent(
            metric ->
                totals.forEach(
                    total ->
                        instruments.recordEnergy(
                            metric, totalUj(energies, total.mode()), total.attributes())));
  }

  /** Package + dram + other, µJ. */
  long totalUj(Energies energies, Mode mode) {
    long sumUj = 0;
    for (Series.Point point : components.energies()) {
      if (point.mode() == mode && point.group().inTotal()) {
        sumUj += point.energyUj(energies);
      }
    }
    return sumUj;
  }

  /** The total's label set in this mode, where there is a total. */
  Optional<Attributes> totalAttributes(Mode mode) {
    return totals.stream().filter(t -> t.mode() == mode).map(Total::attributes).findFirst();
  }
}
