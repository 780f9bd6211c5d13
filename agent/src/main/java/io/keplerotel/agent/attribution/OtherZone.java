// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The zone beside everything that is read: platform less packages, dram and GPUs. */
final class OtherZone {
  private static final String ID = "other";

  private OtherZone() {}

  /**
   * Other = the highest that platform − packages − dram − GPUs has ever been, for each source of
   * power: sensors are not read at the same instant, so the difference may dip, but a counter must
   * not. It waits while one of them is not read, so that this one's energy is not taken for other;
   * idle energy is found in the same way, from the totals, so that it does not matter how long it
   * waited.
   *
   * @param account finds or opens the account of a zone
   */
  static void derive(List<ZoneAccount> zones, Function<Zone, ZoneAccount> account) {
    Map<String, List<ZoneAccount>> bySource = new LinkedHashMap<>();
    for (ZoneAccount zone : zones) {
      bySource.computeIfAbsent(zone.zone.source(), source -> new ArrayList<>()).add(zone);
    }
    bySource.values().forEach(ofOne -> deriveOne(ofOne, account));
  }

  private static void deriveOne(List<ZoneAccount> zones, Function<Zone, ZoneAccount> account) {
    List<ZoneAccount> inside = zones.stream().filter(OtherZone::insidePlatform).toList();
    List<ZoneAccount> platform = zones.stream().filter(OtherZone::isPlatform).toList();
    if (platform.isEmpty() || inside.isEmpty()) {
      return;
    }
    ZoneAccount other = account.apply(zone(platform.getFirst().zone));
    if (!allRead(platform) || !allRead(inside)) {
      return;
    }
    long energyUj =
        sum(platform, ZoneAccount::totalWithTickUj) - sum(inside, ZoneAccount::totalWithTickUj);
    long idleUj =
        sum(platform, ZoneAccount::idleWithTickUj) - sum(inside, ZoneAccount::idleWithTickUj);
    other.derived(Math.max(0, energyUj - other.totalWithTickUj()), idleUj - other.idleWithTickUj());
  }

  private static boolean allRead(List<ZoneAccount> zones) {
    return zones.stream().allMatch(zone -> zone.readInTick);
  }

  private static long sum(List<ZoneAccount> zones, ToLongFunction<ZoneAccount> energyUj) {
    return zones.stream().mapToLong(energyUj).sum();
  }

  private static Zone zone(Zone platform) {
    return new Zone(
        ID, Component.OTHER, "", Optional.empty(), platform.source(), platform.provenance());
  }

  private static boolean isPlatform(ZoneAccount account) {
    return account.zone.component() == Component.PLATFORM;
  }

  private static boolean insidePlatform(ZoneAccount account) {
    return switch (account.zone.component()) {
      case PACKAGE, DRAM, GPU -> true;
      case CORE, UNCORE, PLATFORM, OTHER -> false;
    };
  }
}
