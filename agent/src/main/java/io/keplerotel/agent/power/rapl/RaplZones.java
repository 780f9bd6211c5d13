// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the zones of one way to RAPL. A counter has the same id whichever way it is read.
 *
 * @param source who reads them, as Kepler calls it
 */
public record RaplZones(String source) {
  /** What RAPL can count. */
  public static final Set<Component> COMPONENTS =
      Set.of(
          Component.PACKAGE, Component.CORE, Component.UNCORE, Component.DRAM, Component.PLATFORM);

  /** A zone that is not inside another one. */
  public Zone top(String id, Component component, String packageId) {
    return new Zone(id, component, packageId, Optional.empty(), source, Provenance.MEASURED);
  }

  /** A zone that hangs under a package or die. */
  public Zone inside(String parent, String packageId, Component component) {
    String id = parent + "/" + component.name().toLowerCase(Locale.ROOT);
    return new Zone(id, component, packageId, Optional.of(parent), source, Provenance.MEASURED);
  }
}
