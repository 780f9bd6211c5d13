// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.PodSource;
import jakarta.inject.Inject;
import java.util.Optional;

/** Puts together what the agent costs. Used by the sampler's thread. */
final class CostReport {
  private final OwnUse own;
  private final PodSource pods;
  private final HeapRoom room;
  private final PushTally pushes;

  @Inject
  CostReport(OwnUse own, PodSource pods, HeapRoom room, PushTally pushes) {
    this.own = own;
    this.pods = pods;
    this.room = room;
    this.pushes = pushes;
  }

  /**
   * After a tick.
   *
   * @param busyNs CPU time of all in it, ns; 0 where none was booked
   */
  Cost after(Snapshot snapshot, long busyNs) {
    return new Cost(
        own.after(snapshot, busyNs),
        pods.state().map(state -> new Cost.Kubernetes(state.calls(), state.pods())),
        Optional.of(room.state()),
        pushes.sum());
  }
}
