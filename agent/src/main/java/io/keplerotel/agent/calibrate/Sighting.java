// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.model.Component;
import java.util.Map;

/**
 * What was read at one time of the time since the reading before.
 *
 * @param utilization busy part of all hardware threads, 0–1
 * @param watts mean power of each component that could be read, W
 */
record Sighting(double utilization, Map<Component, Double> watts) {
  /** Takes a copy. */
  Sighting {
    watts = Map.copyOf(watts);
  }
}
