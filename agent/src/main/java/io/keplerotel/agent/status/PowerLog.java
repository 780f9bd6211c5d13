// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerSample.Takeover;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which zones are read, by whom, and whenever that changes. Used by the sampler's thread. */
public final class PowerLog {
  private static final Logger LOG = System.getLogger(PowerLog.class.getName());

  /** Sources need some ticks until they are believed. */
  private static final int PATIENCE_TICKS = 5;

  private final String cpuFamily;
  private final Map<String, List<Zone>> said = new HashMap<>();
  private boolean saidNone;

  /** Names the family where it estimates. */
  public PowerLog(String cpuFamily) {
    this.cpuFamily = cpuFamily;
  }

  /**
   * After a tick.
   *
   * @param ticks how many there were
   * @param zones that were read in it, by source
   */
  void tick(long ticks, Map<String, List<Zone>> zones) {
    zones.forEach(this::say);
    said.keySet().retainAll(zones.keySet());
    boolean none = zones.values().stream().allMatch(List::isEmpty);
    if (none && !saidNone && ticks >= PATIENCE_TICKS) {
      LOG.log(Level.WARNING, "no source of power works: no energy is counted");
    }
    saidNone = none && ticks >= PATIENCE_TICKS;
  }

  /** A source has taken over from another one. */
  void takeover(Takeover takeover) {
    LOG.log(
        Level.WARNING,
        "power: {0} is read by {1} from now on, no longer by {2}",
        takeover.component().name().toLowerCase(Locale.ROOT),
        takeover.to(),
        takeover.from());
  }

  /** Zones that are missing for a while are a fault, and said as such. */
  private void say(String source, List<Zone> zones) {
    List<Zone> before = said.getOrDefault(source, List.of());
    if (zones.isEmpty() || before.containsAll(zones)) {
      return;
    }
    said.put(source, List.copyOf(zones));
    LOG.log(
        Level.INFO,
        "power: {0}: {1}{2}",
        source,
        zones.stream().map(Zone::id).collect(Collectors.joining(", ")),
        zones.stream().allMatch(zone -> zone.provenance() == Provenance.ESTIMATED)
            ? " (estimated by CPU family " + cpuFamily + ", not measured)"
            : "");
  }
}
