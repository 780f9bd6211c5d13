// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.usage.UsageReading;
import io.keplerotel.agent.usage.UsageSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was used other than CPU time and is not booked yet: as {@link Carried}, for as many sources
 * as there are. Used by the sampler's thread only.
 */
final class OtherUse {
  private static final int MOST_RECORDS = 200_000;

  private final List<UsageSource> sources;
  private final List<ProcessUse> uses = new ArrayList<>();
  private final Map<UsageKind, Long> lost = new HashMap<>();

  OtherUse(List<UsageSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Reads all sources; one that throws loses its own use only. */
  void read(TickLoad load, FaultLog faults, long nowNs) {
    for (UsageSource source : sources) {
      faults.report(source.name(), read(source, load), nowNs);
    }
  }

  /** All since the last {@link #booked}. */
  List<ProcessUse> uses() {
    return uses;
  }

  /** How much of it was used by whom is not known, by kind. */
  Map<UsageKind, Long> lost() {
    return lost;
  }

  /** Nothing of it is needed any more. */
  void booked() {
    uses.clear();
    lost.clear();
  }

  private List<Fault> read(UsageSource source, TickLoad load) {
    try {
      UsageReading reading = source.read(load);
      reading.lost().forEach((kind, amount) -> lost.merge(kind, amount, Long::sum));
      for (ProcessUse use : reading.uses()) {
        if (uses.size() < MOST_RECORDS) {
          uses.add(use);
        } else {
          lost.merge(use.kind(), use.amount(), Long::sum);
        }
      }
      return reading.faults();
    } catch (RuntimeException e) {
      return List.of(
          Fault.disabling(
              "reading", "it cannot be read: " + e + "; who used it is not known meanwhile"));
    }
  }
}
