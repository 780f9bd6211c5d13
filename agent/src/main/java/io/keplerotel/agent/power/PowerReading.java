// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import java.util.List;

/**
 * What a source reads at one tick.
 *
 * @param readings one for each zone that could be read; the others are absent
 * @param faults one for each zone that could not
 */
public record PowerReading(List<Reading> readings, List<Fault> faults) {
  /** Takes copies. */
  public PowerReading {
    readings = List.copyOf(readings);
    faults = List.copyOf(faults);
  }
}
