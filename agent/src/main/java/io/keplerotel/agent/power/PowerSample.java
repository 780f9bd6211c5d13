// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.Zone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all sources of power together read at one tick: for each component, of one source only.
 *
 * @param readings one for each zone that counts and could be read
 * @param bySource what each source that was read has to say; those that stand by are absent
 * @param turnover which zones take over from which
 * @param takeovers the same by component, for the log
 * @param compared what is known of zones that two sources show
 */
public record PowerSample(
    List<Reading> readings,
    Map<String, Part> bySource,
    Turnover turnover,
    List<Takeover> takeovers,
    List<Disagreement> compared) {
  /** Takes copies. */
  public PowerSample {
    readings = List.copyOf(readings);
    bySource = Map.copyOf(bySource);
    takeovers = List.copyOf(takeovers);
    compared = List.copyOf(compared);
  }

  /** Of sources that have no zone in common. */
  public PowerSample(
      List<Reading> readings,
      Map<String, Part> bySource,
      Turnover turnover,
      List<Takeover> takeovers) {
    this(readings, bySource, turnover, takeovers, List.of());
  }

  /**
   * Of one source.
   *
   * @param zones that count and were read
   * @param faults what does not work
   */
  public record Part(List<Zone> zones, List<Fault> faults) {
    /** Takes copies. */
    public Part {
      zones = List.copyOf(zones);
      faults = List.copyOf(faults);
    }
  }

  /**
   * A source that covers a component from this tick on.
   *
   * @param from who covered it before
   * @param silentNs for how long that one had told nothing, ns; nobody knows what was used then
   * @param zones of the one before
   */
  public record Takeover(
      Component component, String from, String to, long silentNs, List<Zone> zones) {
    /** Takes a copy of the list. */
    public Takeover {
      zones = List.copyOf(zones);
    }
  }

  /** The zones that each source has read, by name. */
  public Map<String, List<Zone>> zonesBySource() {
    Map<String, List<Zone>> zones = new LinkedHashMap<>();
    bySource.forEach((source, part) -> zones.put(source, part.zones()));
    return zones;
  }
}
