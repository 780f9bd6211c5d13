// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.PodSource;
import java.util.HashSet;
import java.util.Set;

/** Tells who knows the names of pods, every ten seconds, which of them are still shown. */
final class Settling {
  private static final long EVERY_NS = 10_000_000_000L;

  private final PodSource pods;
  private long settledNs;

  Settling(PodSource pods) {
    this.pods = pods;
  }

  /** After a tick, by a clock that never steps, ns. */
  void after(Snapshot snapshot, long nowNs) {
    if (nowNs - settledNs >= EVERY_NS) {
      settledNs = nowNs;
      Set<String> inUse = new HashSet<>();
      snapshot.workloads().forEach(workload -> inUse.add(workload.workload().id()));
      snapshot.pods().forEach(pod -> inUse.add(pod.podUid()));
      pods.settle(inUse, nowNs);
    }
  }
}
