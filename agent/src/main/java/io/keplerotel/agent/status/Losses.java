// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import java.util.HashMap;
import java.util.Map;

/**
 * What went wrong since the agent started, and what is not known because of it. Immutable.
 *
 * @param faults how often faults appeared, by source
 * @param counterResets how often a zone's counter went back without a wrap, by zone
 * @param zoneLostNs time in which it is not known what a zone used, ns by zone
 * @param records BPF records that could not be kept
 * @param cpuNs CPU time that is not known to be anybody's, ns
 */
public record Losses(
    Map<String, Long> faults,
    Map<String, Long> counterResets,
    Map<String, Long> zoneLostNs,
    long records,
    long cpuNs) {
  /** Nothing. */
  public static final Losses NONE = new Losses(Map.of(), Map.of(), Map.of(), 0, 0);

  /** Takes copies. */
  public Losses {
    faults = Map.copyOf(faults);
    counterResets = Map.copyOf(counterResets);
    zoneLostNs = Map.copyOf(zoneLostNs);
  }

  /** One reset of this zone more. */
  Losses reset(String zone) {
    return new Losses(faults, plus(counterResets, zone, 1), zoneLostNs, records, cpuNs);
  }

  /** So much time of this zone more, ns. */
  Losses zone(String zone, long lengthNs) {
    return new Losses(faults, counterResets, plus(zoneLostNs, zone, lengthNs), records, cpuNs);
  }

  /** The same with other totals of what is counted elsewhere. */
  Losses with(Map<String, Long> faultsNow, long recordsNow, long cpuNsNow) {
    return new Losses(faultsNow, counterResets, zoneLostNs, recordsNow, cpuNsNow);
  }

  private static Map<String, Long> plus(Map<String, Long> sums, String key, long more) {
    Map<String, Long> result = new HashMap<>(sums);
    result.merge(key, more, Long::sum);
    return result;
  }
}
