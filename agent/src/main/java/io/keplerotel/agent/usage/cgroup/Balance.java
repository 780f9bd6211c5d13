// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import java.util.HashMap;
import java.util.Map;

/**
 * What cgroups used and no process explains. Processes are counted a little later than cgroups, and
 * in steps of 10 ms: what they explain too much is carried over, so that the sum is right.
 */
final class Balance {
  private final Map<Long, Long> debtsNs = new HashMap<>();

  /**
   * The unexplained rest by cgroup id, ns; only those with more than 0.
   *
   * @param ownNs what each cgroup used
   * @param explainedNs what is known of processes in it
   */
  Map<Long, Long> rests(Map<Long, Long> ownNs, Map<Long, Long> explainedNs) {
    Map<Long, Long> rests = new HashMap<>();
    debtsNs.keySet().removeIf(id -> !ownNs.containsKey(id));
    explainedNs.forEach((id, ns) -> debtsNs.merge(id, ns, Long::sum));
    ownNs.forEach(
        (id, ns) -> {
          long restNs = ns - debtsNs.getOrDefault(id, 0L);
          if (restNs > 0) {
            rests.put(id, restNs);
          }
          debtsNs.put(id, Math.max(0, -restNs));
        });
    return rests;
  }
}
