// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import io.keplerotel.agent.model.Zone;
import java.util.List;

/**
 * How well a zone's model does.
 *
 * @param trusted whether the zone is divided by it, and not by CPU time
 * @param factors what is taken: W always, then nJ for a ns of CPU time and for one of each event,
 *     which may be below 0
 * @param judgedS for how long it was judged, s; what is long ago counts less
 * @param errorW how far it is off on average, W
 * @param cpuTimeErrorW how far CPU time alone is off, W
 */
public record LearntZone(
    Zone zone,
    boolean trusted,
    List<Double> factors,
    double judgedS,
    double errorW,
    double cpuTimeErrorW) {
  /** Takes a copy of the list. */
  public LearntZone {
    factors = List.copyOf(factors);
  }
}
