// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pods have used: the sum of their containers, also of those that the ledger has let go. A pod
 * is remembered for some time without any container, as one that waits to be restarted has none.
 */
final class PodBoard {
  private static final long KEEP_NS = 15 * 60 * 1_000_000_000L;

  private final Map<String, Pod> pods = new HashMap<>();

  /** Notes that the ledger lets a container go; its energy stays in its pod. */
  void letGo(WorkloadAccount account, long nowNs) {
    uid(account)
        .ifPresent(
            uid -> {
              Pod pod = pods.computeIfAbsent(uid, key -> new Pod(account));
              account.addTo(pod.gone);
              pod.lastSeenNs = nowNs;
            });
  }

  /** All pods of which the ledger has a container. */
  List<PodEnergy> snapshot(Collection<WorkloadAccount> accounts, int zones, long nowNs) {
    Map<String, PodSum> sums = new HashMap<>();
    for (WorkloadAccount account : accounts) {
      uid(account)
          .ifPresent(
              uid -> {
                Pod pod = pods.computeIfAbsent(uid, key -> new Pod(account));
                pod.lastSeenNs = nowNs;
                PodSum sum = sums.computeIfAbsent(uid, key -> new PodSum(pod.gone));
                account.addTo(sum);
                sum.live |= account.live;
              });
    }
    pods.values().removeIf(pod -> nowNs - pod.lastSeenNs > KEEP_NS);
    List<PodEnergy> energies = new ArrayList<>(sums.size());
    sums.forEach(
        (uid, sum) ->
            Optional.ofNullable(pods.get(uid))
                .ifPresent(pod -> energies.add(pod.energy(uid, sum, zones, nowNs))));
    return energies;
  }

  private static Optional<String> uid(WorkloadAccount account) {
    return account.workload instanceof Workload.Container container
        ? container.podUid()
        : Optional.empty();
  }

  private static final class Pod {
    private final Instant since;
    private final long openedNs;
    final PodSum gone = new PodSum();
    long lastSeenNs;

    /** Begins with its first container. */
    Pod(WorkloadAccount first) {
      since = first.since;
      openedNs = first.openedNs;
    }

    PodEnergy energy(String uid, PodSum sum, int zones, long nowNs) {
      return new PodEnergy(
          uid,
          sum.live ? State.RUNNING : State.TERMINATED,
          since,
          nowNs - openedNs,
          sum.cpuUs,
          new Energies(sum.idleUj, sum.dynamicUj, zones));
    }
  }
}
