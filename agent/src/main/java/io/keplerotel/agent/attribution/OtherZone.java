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
   * same instant, so the difference may dip, but a counter must not. It waits while one of them is
   * not read, lest that one's energy be taken for other.
   *
   * @param account finds or opens the account of a zone
   */
  static void derive(List<ZoneAccount> zones, Function<Zone, ZoneAccount> account) {
    List<ZoneAccount> inside = zones.stream().filter(OtherZone::insidePlatform).toList();
    Optional<ZoneAccount> platform = zones.stream().filter(OtherZone::isPlatform).findFirst();
    if (platform.isEmpty() || inside.isEmpty()) {
      return;
    }
    ZoneAccount other = account.apply(zone(platform.get(), inside));
    if (!platform.get().readInTick || !inside.stream().allMatch(part -> part.readInTick)) {
      return;
    }
    long totalUj = platform.get().totalUj();
    long idleUj = platform.get().tickIdleUj;
    for (ZoneAccount part : inside) {
      totalUj -= part.totalUj();
      idleUj -= part.tickIdleUj;
    }
    other.book(Math.max(0, totalUj - other.totalUj()), idleUj);
  }

  private static Zone zone(ZoneAccount platform, List<ZoneAccount> inside) {
    boolean measured =
        platform.zone.provenance() == Provenance.MEASURED
            && inside.stream().allMatch(part -> part.zone.provenance() == Provenance.MEASURED);
    return new Zone(
        ID,
        Component.OTHER,
        "",
        Optional.empty(),
        platform.zone.source(),
        measured ? Provenance.MEASURED : Provenance.ESTIMATED);
  }

  private static boolean isPlatform(ZoneAccount account) {
    return account.zone.component() == Component.PLATFORM;
  }

  private static boolean insidePlatform(ZoneAccount account) {
    return account.zone.component() == Component.PACKAGE
        || account.zone.component() == Component.DRAM;
  }
}
