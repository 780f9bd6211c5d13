// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.status.EstimateState.Bounds;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells how sure the present estimate is. Used by the sampler's thread. */
final class EstimateReport {
  private final PresentEstimate present;

  @Inject
  EstimateReport(PresentEstimate present) {
    this.present = present;
  }

  /**
   * After a tick.
   *
   * @param zones whose energy is counted
   * @return empty where none of them is estimated
   */
  Optional<EstimateState> after(List<Zone> zones) {
    return present.latest().map(at -> state(at, zones)).filter(state -> !state.bounds().isEmpty());
  }

  private static EstimateState state(PresentEstimate.At at, List<Zone> zones) {
    Map<String, Bounds> bounds = new HashMap<>();
    for (Zone zone : zones) {
      Curve curve = at.estimate().zones().get(zone.component());
      if (curve != null && zone.provenance() == Provenance.ESTIMATED) {
        bounds.put(
            zone.id(), new Bounds(curve.lowUw(at.utilization()), curve.highUw(at.utilization())));
      }
    }
    return new EstimateState(
        at.estimate().model(), at.estimate().evidence(), at.estimate().reason(), bounds);
  }
}
