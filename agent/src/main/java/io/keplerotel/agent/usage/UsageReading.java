// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.UsageKind;
import java.util.List;
import java.util.Map;

/**
 * What was used since the previous reading.
 *
 * @param uses who used what; who used nothing is absent
 * @param lost how much was used by whom is not known, by kind
 * @param faults what does not work now
 */
public record UsageReading(List<ProcessUse> uses, Map<UsageKind, Long> lost, List<Fault> faults) {
  /** Takes copies. */
  public UsageReading {
    uses = List.copyOf(uses);
    lost = Map.copyOf(lost);
    faults = List.copyOf(faults);
  }
}
