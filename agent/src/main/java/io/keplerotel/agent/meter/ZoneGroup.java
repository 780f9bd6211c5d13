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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Zones that one point shows together: never a zone and one that contains it.
 *
 * @param source who reads them; empty for a total, as in Kepler
 * @param zones none for what is not of zones
 * @param indexes theirs in the snapshot
 */
record ZoneGroup(String source, List<Zone> zones, List<Integer> indexes) {
  ZoneGroup {
    zones = List.copyOf(zones);
    indexes = List.copyOf(indexes);
  }

  /** Without zones: what {@code source} counts otherwise. */
  static ZoneGroup none(String source) {
    return new ZoneGroup(source, List.of(), List.of());
  }

  /** One group for each component and source. */
  static List<ZoneGroup> byComponent(List<Zone> zones) {
    return group(zones, zone -> true, zone -> new Key(zone.component(), "", zone.source()));
  }

  /** One group for each component, whoever reads its zones. */
  static List<ZoneGroup> ofComponent(List<Zone> zones) {
    return group(zones, zone -> true, Zone::component);
  }

  /** One group for each component, source and package. */
  static List<ZoneGroup> byPackage(List<Zone> zones) {
    return group(
        zones, zone -> true, zone -> new Key(zone.component(), zone.packageId(), zone.source()));
  }

  /** Each zone by itself. */
  static List<ZoneGroup> single(List<Zone> zones) {
    return group(zones, zone -> true, zone -> zone);
  }

  /** What a total counts; no group where no such zone is metered. */
  static List<ZoneGroup> total(List<Zone> zones) {
    return group(zones, zone -> zone.component().inTotal(), zone -> "").stream()
        .map(group -> new ZoneGroup("", group.zones, group.indexes))
        .toList();
  }

  private static List<ZoneGroup> group(
      List<Zone> zones, Predicate<Zone> which, Function<Zone, Object> keyOf) {
    Map<Object, List<Integer>> indexes = new LinkedHashMap<>();
    for (int index = 0; index < zones.size(); index++) {
      if (which.test(zones.get(index))) {
        indexes.computeIfAbsent(keyOf.apply(zones.get(index)), key -> new ArrayList<>()).add(index);
      }
    }
    return indexes.values().stream().map(own -> of(zones, own)).toList();
  }

  private static ZoneGroup of(List<Zone> zones, List<Integer> indexes) {
    List<Zone> own = indexes.stream().map(zones::get).toList();
    return new ZoneGroup(own.getFirst().source(), own, indexes);
  }

  /** Energy of all of them, µJ. */
  long energyUj(Energies energies, Mode mode) {
    long sumUj = 0;
    for (int i = 0; i < indexes.size(); i++) { // By index: no iterator for each point.
      sumUj += mode.energyUj(energies, indexes.get(i));
    }
    return sumUj;
  }

  /** What all of them measure, where they are grouped by it. */
  Component component() {
    return zones.getFirst().component();
  }

  /** The component, as labels show it. */
  String componentLabel() {
    return component().name().toLowerCase(Locale.ROOT);
  }

  /** The package they belong to, where they are grouped by it. */
  String packageId() {
    return zones.getFirst().packageId();
  }

  private record Key(Component component, String packageId, String source) {
    // Written out for the same reason as PowerOffer's.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && component == key.component
          && packageId.equals(key.packageId)
          && source.equals(key.source);
    }

    @Override
    public int hashCode() {
      return component.hashCode() * 31 + packageId.hashCode();
    }
  }
}
