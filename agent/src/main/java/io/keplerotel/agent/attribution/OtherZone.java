// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The zone beside everything that is read: platform less packages and dram. */
final class OtherZone {
  private static final String ID = "other";

  private OtherZone() {}

  /**
   * Other = the highest that platform − packages − dram has ever been: sensors are not read at the
   * same instant, so the difference may dip, but a counter must not.
   *
   * @param account finds or opens the account of a zone
   */
  static void derive(List<ZoneAccount> zones, Function<Zone, ZoneAccount> account) {
    Optional<ZoneAccount> platform = zones.stream().filter(OtherZone::isPlatform).findFirst();
    if (platform.isEmpty() || zones.stream().noneMatch(OtherZone::insidePlatform)) {
      return;
    }
    ZoneAccount other =
        account.apply(
            new Zone(
                ID,
                Component.OTHER,
                "",
                Optional.empty(),
                platform.get().zone.source(),
                provenance(zones)));
    long totalUj = platform.get().totalUj();
    long idleUj = platform.get().tickIdleUj;
    for (ZoneAccount inside : zones) {
      if (insidePlatform(inside)) {
        totalUj -= inside.totalUj();
        idleUj -= inside.tickIdleUj;
      }
    }
    other.book(Math.max(0, totalUj - other.totalUj()), idleUj);
  }

  private static Provenance provenance(List<ZoneAccount> zones) {
    return zones.stream()
            .filter(account -> insidePlatform(account) || isPlatform(account))
            .allMatch(account -> account.zone.provenance() == Provenance.MEASURED)
        ? Provenance.MEASURED
        : Provenance.ESTIMATED;
  }

  private static boolean isPlatform(ZoneAccount account) {
    return account.zone.component() == Component.PLATFORM;
  }

  private static boolean insidePlatform(ZoneAccount account) {
    return account.zone.component() == Component.PACKAGE
        || account.zone.component() == Component.DRAM;
  }
}
