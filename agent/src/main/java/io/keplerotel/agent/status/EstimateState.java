// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.power.estimated.Evidence;
import java.util.Map;

/**
 * How sure what is estimated is. Immutable.
 *
 * @param model id of the model that estimates
 * @param evidence how near the machines that it was made from are
 * @param reason why this model, in a few words
 * @param bounds of each zone that counts, by its id
 */
public record EstimateState(
    String model, Evidence evidence, String reason, Map<String, Bounds> bounds) {
  /** Takes a copy of the map. */
  public EstimateState {
    bounds = Map.copyOf(bounds);
  }

  /**
   * Between these the power of a zone is now, with a probability of 90 %.
   *
   * @param lowUw µW
   * @param highUw µW
   */
  public record Bounds(long lowUw, long highUw) {}
}
