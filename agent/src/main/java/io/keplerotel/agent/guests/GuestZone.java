// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import io.keplerotel.agent.model.Component;
import java.util.Arrays;
import java.util.List;

/**
 * A zone of a guest's tree, as the kernel would name it. In the order in which they are written:
 * whoever reads in between is not to see a package that has used more than what it is in.
 */
enum GuestZone {
  PLATFORM(Component.PLATFORM, "intel-rapl:1", "psys"),
  PACKAGE(Component.PACKAGE, "intel-rapl:0", "package-0"),
  CORE(Component.CORE, "intel-rapl:0:0", "core"),
  UNCORE(Component.UNCORE, "intel-rapl:0:1", "uncore"),
  DRAM(Component.DRAM, "intel-rapl:0:2", "dram");

  private static final List<GuestZone> ALL = List.of(values());

  /** What the guest has used of it. */
  final Component component;

  /** Name of its folder. */
  final String folder;

  /** What is in its file {@code name}. */
  final String zoneName;

  GuestZone(Component component, String folder, String zoneName) {
    this.component = component;
    this.folder = folder;
    this.zoneName = zoneName;
  }

  static List<GuestZone> all() {
    return ALL;
  }

  /** Whether a folder of this name is one of them. */
  static boolean isFolder(String name) {
    return Arrays.stream(values()).anyMatch(zone -> zone.folder.equals(name));
  }
}
