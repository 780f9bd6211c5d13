// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;

/**
 * A zone that is estimated, as a part of the machine's power.
 *
 * @param idlePart of the machine's idle power, in hundredths: an assumption
 * @param slopePart of what load adds, in hundredths: an assumption
 */
record Part(Zone zone, int idlePart, int slopePart) {
  private static final String PACKAGE = "package-0";
  private static final String SOURCE = "trained_power_model";

  /** All; platform is never less than package and dram together. */
  static List<Part> all() {
    return List.of(
        new Part(zone(PACKAGE, Component.PACKAGE, "0", Optional.empty()), 50, 85),
        new Part(zone(PACKAGE + "/dram", Component.DRAM, "0", Optional.of(PACKAGE)), 10, 3),
        new Part(zone("platform", Component.PLATFORM, "", Optional.empty()), 100, 100));
  }

  /** This part of the machine's idle power, µW, rounded down. */
  long idleUw(long machineUw) {
    return machineUw * idlePart / 100;
  }

  /** This part of what load adds, µW, rounded down. */
  long dynamicUw(long machineUw) {
    return machineUw * slopePart / 100;
  }

  private static Zone zone(
      String id, Component component, String packageId, Optional<String> parent) {
    return new Zone(id, component, packageId, parent, SOURCE, Provenance.ESTIMATED);
  }
}
