// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.List;
import java.util.Map;

/**
 * How often events happened since the previous reading, while each process ran.
 *
 * @param events their names; counts are in this order; what is a time is in ns
 * @param byProcess who ran; who did not is absent
 * @param lost counts of which it is not known whose they are
 * @param extent whether all events were counted on all CPUs
 */
public record EventCounts(
    List<String> events, Map<ProcessKey, long[]> byProcess, List<Long> lost, Extent extent) {
  /** Takes copies of lists and map; the counts of each process are not copied. */
  public EventCounts {
    events = List.copyOf(events);
    byProcess = Map.copyOf(byProcess);
    lost = List.copyOf(lost);
  }

  /** Whether the counts can be compared with each other. */
  public enum Extent {
    WHOLE,
    /** Some were not counted: who ran where they were not is given too few. */
    PARTIAL
  }
}
