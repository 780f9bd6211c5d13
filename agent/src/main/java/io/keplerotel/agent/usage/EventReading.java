// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.Fault;
import java.util.List;

/**
 * What was counted since the previous reading.
 *
 * @param faults what does not work now
 */
public record EventReading(EventCounts counts, List<Fault> faults) {
  /** Takes a copy of the list. */
  public EventReading {
    faults = List.copyOf(faults);
  }
}
