// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.IdlePolicy;
import java.time.Duration;
import java.util.Map;

/**
 * How energy is attributed.
 *
 * @param idlePolicy how idle energy is divided among workloads
 * @param idleUw fixed idle power by zone id, µW; zones that are not named learn theirs
 * @param shownProcesses how many processes have counters of their own; 0 for none
 * @param retention how long what has ended stays in the snapshot
 */
public record AttributionSettings(
    IdlePolicy idlePolicy, Map<String, Long> idleUw, int shownProcesses, Duration retention) {
  /** Takes copies. */
  public AttributionSettings {
    idleUw = Map.copyOf(idleUw);
  }
}
