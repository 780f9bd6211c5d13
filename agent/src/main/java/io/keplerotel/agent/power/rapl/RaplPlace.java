// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Zone;

/**
 * A package or die with counters of its own.
 *
 * @param id of its zone, as powercap calls it
 * @param packageId the package's number
 * @param cpu a hardware thread on it
 * @param isFirst whether it is the first of the machine
 */
public record RaplPlace(String id, int packageId, int cpu, boolean isFirst) {
  /** The zone that a counter of this component has here, by the ids that powercap gives. */
  public Zone zone(Component component, RaplZones zones) {
    return switch (component) {
      case PACKAGE -> zones.top(id, Component.PACKAGE, Integer.toString(packageId));
      // The first one is called psys, the others by their package.
      case PLATFORM -> zones.top(isFirst ? "psys" : "psys-" + packageId, component, "");
      case CORE, UNCORE, DRAM -> zones.inside(id, Integer.toString(packageId), component);
      case GPU, OTHER -> throw new IllegalArgumentException("RAPL has no counter of " + component);
    };
  }
}
