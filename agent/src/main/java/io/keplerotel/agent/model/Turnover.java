// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which zones have stopped counting because another source measures the same, and which begin in
 * their place.
 *
 * @param stopped all that counted once and do not now; their totals stand still
 * @param started those that begin with the present tick, though others counted before
 */
public record Turnover(Set<Zone> stopped, Map<Zone, Start> started) {
  /** Each zone that was ever seen counts. */
  public static final Turnover NONE = new Turnover(Set.of(), Map.of());

  /** Takes copies. */
  public Turnover {
    stopped = Set.copyOf(stopped);
    started = Map.copyOf(started);
  }

  /**
   * From where a zone counts.
   *
   * @param baseline its counter when the tick began; empty where it was not read then, or has none
   */
  public record Start(Optional<Reading.Counter> baseline) {}
}
