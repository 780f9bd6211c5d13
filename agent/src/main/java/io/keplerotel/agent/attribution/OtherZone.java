// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The zone beside everything that is read: platform less packages, dram and GPUs, of whatever
 * source each of them is; all of the platform where nothing in it is read. Where a zone comes, or
 * another one takes its place, counting goes on from there.
 */
final class OtherZone {
  private static final String ID = "other";

  private List<Zone> members = List.of();
  private Anchor anchor = new Anchor(0, 0);
  private List<Zone> nextMembers = members;
  private Anchor nextAnchor = anchor;

  /**
   * Other = the highest that platform − packages − dram − GPUs has ever been: sensors are not read
   * at the same instant, so the difference may dip, but a counter must not. It waits while one of
   * them is not read, so that this one's energy is not taken for other; idle energy is found in the
   * same way, from the totals, so that it does not matter how long it waited.
   *
   * @param stopped zones that do not count any more
   * @param account finds or opens the account of a zone
   */
  void derive(List<ZoneAccount> zones, Set<Zone> stopped, Function<Zone, ZoneAccount> account) {
    nextMembers = List.of();
    List<ZoneAccount> platform = counting(zones, stopped, OtherZone::isPlatform);
    List<ZoneAccount> inside = counting(zones, stopped, OtherZone::insidePlatform);
    if (platform.isEmpty()) {
      return;
    }
    ZoneAccount other = account.apply(zone(platform.getFirst().zone));
    nextMembers = zones(platform, inside);
    boolean begins = any(platform, inside, zone -> zone.beginsInTick);
    if (!nextMembers.equals(members) || begins) {
      nextAnchor = Anchor.of(other, platform, inside, begins);
    } else {
      nextAnchor = anchor;
    }
    if (begins || !canBeTold(platform, inside)) {
      return;
    }
    long energyUj =
        sum(platform, ZoneAccount::totalWithTickUj) - sum(inside, ZoneAccount::totalWithTickUj);
    long idleUj =
        sum(platform, ZoneAccount::idleWithTickUj) - sum(inside, ZoneAccount::idleWithTickUj);
    other.derived(
        Math.max(0, energyUj + nextAnchor.energyUj() - other.totalWithTickUj()),
        idleUj + nextAnchor.idleUj() - other.idleWithTickUj());
  }

  /**
   * A meter that is read now and then does not wait for the others to be read in the same tick: who
   * used the machine since it was read before is known in this one only.
   */
  private static boolean canBeTold(List<ZoneAccount> platform, List<ZoneAccount> inside) {
    boolean isHeldBack = platform.getFirst().zone.usage().isHeldBack();
    return platform.stream().allMatch(zone -> zone.readInTick)
        && inside.stream()
            .allMatch(zone -> zone.readInTick || (isHeldBack && zone.wasReadLately()));
  }

  /** Makes the tick count. Never throws. */
  void commit() {
    members = nextMembers;
    anchor = nextAnchor;
  }

  /**
   * What is to be added to platform − inside so that it goes on from where other stands.
   *
   * @param energyUj to all energy, µJ
   * @param idleUj to idle energy, µJ
   */
  private record Anchor(long energyUj, long idleUj) {
    /** From the beginning of the tick on, or from its end where one of them only begins in it. */
    static Anchor of(
        ZoneAccount other, List<ZoneAccount> platform, List<ZoneAccount> inside, boolean atEnd) {
      ToLongFunction<ZoneAccount> energyUj =
          atEnd ? ZoneAccount::totalWithTickUj : ZoneAccount::totalUj;
      ToLongFunction<ZoneAccount> idleUj =
          atEnd ? ZoneAccount::idleWithTickUj : zone -> zone.idleUj;
      return new Anchor(
          other.totalUj() - sum(platform, energyUj) + sum(inside, energyUj),
          other.idleUj - sum(platform, idleUj) + sum(inside, idleUj));
    }
  }

  private static List<ZoneAccount> counting(
      List<ZoneAccount> zones, Set<Zone> stopped, Predicate<ZoneAccount> which) {
    return zones.stream().filter(which).filter(each -> !stopped.contains(each.zone)).toList();
  }

  private static List<Zone> zones(List<ZoneAccount> platform, List<ZoneAccount> inside) {
    return Stream.concat(platform.stream(), inside.stream()).map(account -> account.zone).toList();
  }

  private static boolean any(
      List<ZoneAccount> platform, List<ZoneAccount> inside, Predicate<ZoneAccount> which) {
    return platform.stream().anyMatch(which) || inside.stream().anyMatch(which);
  }

  private static long sum(List<ZoneAccount> zones, ToLongFunction<ZoneAccount> energyUj) {
    return zones.stream().mapToLong(energyUj).sum();
  }

  private static Zone zone(Zone platform) {
    return new Zone(
        ID,
        Component.OTHER,
        "",
        Optional.empty(),
        platform.source(),
        platform.provenance(),
        platform.usage());
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
