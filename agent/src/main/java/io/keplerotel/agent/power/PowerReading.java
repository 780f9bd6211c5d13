// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Set;

/**
 * What a source reads at one tick.
 *
 * @param readings one for each zone that could be read; the others are absent
 * @param faults one for each zone that could not
 * @param resting zones that tell nothing at times, which is no fault, and do so now: when they tell
 *     something again, they begin there
 */
public record PowerReading(List<Reading> readings, List<Fault> faults, Set<Zone> resting) {
  /** Takes copies. */
  public PowerReading {
    readings = List.copyOf(readings);
    faults = List.copyOf(faults);
    resting = Set.copyOf(resting);
  }

  /** Of a source whose zones never rest. */
  public PowerReading(List<Reading> readings, List<Fault> faults) {
    this(readings, faults, Set.of());
  }

  /** Of a source that has nothing to tell at present. */
  public static PowerReading resting(Set<Zone> zones) {
    return new PowerReading(List.of(), List.of(), zones);
  }

  /** Whether the source stands by as a whole. */
  boolean rests() {
    return readings.isEmpty() && faults.isEmpty() && !resting.isEmpty();
  }
}
