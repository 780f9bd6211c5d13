// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.rapl.RaplZones;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the content of a zone's {@code name} file means. */
final class ZoneName {
  private static final RaplZones ZONES = new RaplZones("rapl-sysfs");
  // drivers/powercap/intel_rapl_common.c: package-%d, package-%d-die-%d, psys, psys-%d.
  private static final Pattern TOP =
      Pattern.compile("(?<package>package-(?<number>\\d+))(?<die>-die-\\d+)?|psys(-\\d+)?");

  private ZoneName() {}

  /** Whether it names one die of a package. */
  static boolean isDie(String name) {
    Matcher matcher = TOP.matcher(name);
    return matcher.matches() && matcher.group("die") != null;
  }

  /** The package's name, of that of one of its dies. */
  static String withoutDie(String name) {
    return name.substring(0, name.indexOf("-die-"));
  }

  /** A zone that is not inside another one; empty for names that are not known. */
  static Optional<Zone> top(String name) {
    Matcher matcher = TOP.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean isPackage = matcher.group("package") != null;
    Component component = isPackage ? Component.PACKAGE : Component.PLATFORM;
    return Optional.of(ZONES.top(name, component, isPackage ? matcher.group("number") : ""));
  }

  /** A zone inside a top one; empty for names that are not known. */
  static Optional<Zone> inside(Zone parent, String name) {
    Optional<Component> component =
        switch (name) {
          case "core" -> Optional.of(Component.CORE);
          case "uncore" -> Optional.of(Component.UNCORE);
          case "dram" -> Optional.of(Component.DRAM);
          default -> Optional.empty();
        };
    return component.map(known -> ZONES.inside(parent.id(), parent.packageId(), known));
  }

  /** The same zone by another id: its name is taken by one in another directory. */
  static Zone renamed(Zone zone, String id) {
    return new Zone(
        id, zone.component(), zone.packageId(), zone.parent(), zone.source(), zone.provenance());
  }
}
