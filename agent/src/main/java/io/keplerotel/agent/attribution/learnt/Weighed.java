// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Map;

/**
 * What the models say of a tick.
 *
 * @param usages what each process is held to have taken, by zone, nJ
 * @param lost the same of those that are not known
 * @param kinds by what zones are divided in this tick; the others as ever
 */
public record Weighed(List<Usage> usages, Map<UsageKind, Long> lost, Map<Zone, UsageKind> kinds) {
  /** Each zone is divided as ever. */
  public static final Weighed NOTHING = new Weighed(List.of(), Map.of(), Map.of());

  /** Takes copies. */
  public Weighed {
    usages = List.copyOf(usages);
    lost = Map.copyOf(lost);
    kinds = Map.copyOf(kinds);
  }
}
