// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the content of a zone's {@code name} file means. */
final class ZoneName {
  private static final String SOURCE = "rapl-sysfs";
  // drivers/powercap/intel_rapl_common.c: package-%d, package-%d-die-%d, psys, psys-%d.
  private static final Pattern TOP =
      Pattern.compile("(?<package>package-(?<number>\\d+)(-die-\\d+)?)|psys(-\\d+)?");

  private ZoneName() {}

  /** A zone that is not inside another one; empty for names that are not known. */
  static Optional<Zone> top(String name) {
    Matcher matcher = TOP.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean isPackage = matcher.group("package") != null;
    Component component = isPackage ? Component.PACKAGE : Component.PLATFORM;
    String packageId = isPackage ? matcher.group("number") : "";
    return Optional.of(zone(name, component, packageId, Optional.empty()));
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
    return component.map(
        known ->
            zone(parent.id() + "/" + name, known, parent.packageId(), Optional.of(parent.id())));
  }

  private static Zone zone(
      String id, Component component, String packageId, Optional<String> parent) {
    return new Zone(id, component, packageId, parent, SOURCE, Provenance.MEASURED);
  }
}
