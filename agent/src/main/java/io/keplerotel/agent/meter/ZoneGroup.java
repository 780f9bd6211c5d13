// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Zones that one series shows together: never a zone and one that contains it, because all are of
 * one component.
 *
 * @param component what all of them measure
 * @param packageId the package they belong to; empty where packages are shown together
 * @param source who reads them
 * @param indexes theirs in the snapshot
 */
record ZoneGroup(Component component, String packageId, String source, List<Integer> indexes) {
  ZoneGroup {
    indexes = List.copyOf(indexes);
  }

  /** One group for each component and source. */
  static List<ZoneGroup> byComponent(List<Zone> zones) {
    return group(zones, zone -> new Key(zone.component(), "", zone.source()));
  }

  /** One group for each component, source and package. */
  static List<ZoneGroup> byPackage(List<Zone> zones) {
    return group(zones, zone -> new Key(zone.component(), zone.packageId(), zone.source()));
  }

  private static List<ZoneGroup> group(List<Zone> zones, Function<Zone, Key> keyOf) {
    Map<Key, List<Integer>> indexes = new LinkedHashMap<>();
    for (int index = 0; index < zones.size(); index++) {
      indexes.computeIfAbsent(keyOf.apply(zones.get(index)), key -> new ArrayList<>()).add(index);
    }
    return indexes.entrySet().stream().map(e -> e.getKey().with(e.getValue())).toList();
  }

  /** Energy of all of them, µJ. */
  long energyUj(Energies energies, Mode mode) {
    long sumUj = 0;
    for (int index : indexes) {
      sumUj += mode.energyUj(energies, index);
    }
    return sumUj;
  }

  /** Whether Kepler's total counts it: package + dram + other, which do not overlap. */
  boolean inTotal() {
    return switch (component) {
      case PACKAGE, DRAM, GPU, OTHER -> true;
      case CORE, UNCORE, PLATFORM -> false;
    };
  }

  /** The component, as labels show it. */
  String componentLabel() {
    return component.name().toLowerCase(Locale.ROOT);
  }

  private record Key(Component component, String packageId, String source) {
    ZoneGroup with(List<Integer> indexes) {
      return new ZoneGroup(component, packageId, source, indexes);
    }
  }
}
