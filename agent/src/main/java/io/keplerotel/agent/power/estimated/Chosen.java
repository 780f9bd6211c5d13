// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import io.keplerotel.agent.model.Fault;
import java.util.List;

/**
 * The estimate that is used.
 *
 * @param faults what was wrong with models that would have been preferred, or with what they were
 *     to be chosen by; told at each tick
 */
public record Chosen(Estimate estimate, List<Fault> faults) {
  /** Takes a copy of the list. */
  public Chosen {
    faults = List.copyOf(faults);
  }
}
