// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tick publishes: who has used what, in total and lately, and what everybody is called. A
 * name that is learnt later is in the next one. Immutable; read by any thread.
 */
public final class NamedSnapshot {
  private final Snapshot earlier;
  private final Snapshot snapshot;
  private final Resolved names;
  private final List<OwnerEnergy> owners;
  private final List<Past> past;
  private @Nullable Snapshot recent;

  /** Where nothing is counted by owner. */
  public NamedSnapshot(Snapshot earlier, Snapshot snapshot, Resolved names) {
    this(earlier, snapshot, names, List.of(), List.of());
  }

  /**
   * Puts the parts together.
   *
   * @param earlier the snapshot from which on use is recent
   * @param names of the snapshot's subjects
   * @param owners what the owners of all workloads so far have used
   * @param past the node's totals of some moments of the last minutes, the oldest first
   */
  public NamedSnapshot(
      Snapshot earlier,
      Snapshot snapshot,
      Resolved names,
      List<OwnerEnergy> owners,
      List<Past> past) {
    this.earlier = earlier;
    this.snapshot = snapshot;
    this.names = names;
    this.owners = List.copyOf(owners);
    this.past = List.copyOf(past);
  }

  /** The totals. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * What was used in the last seconds, with the same workloads, pods and processes in the same
   * order; made once, when somebody asks.
   */
  public synchronized Snapshot recent() {
    if (recent == null) {
      recent = Difference.of(earlier, snapshot);
    }
    return recent;
  }

  /** What owners have used, also by workloads that are gone; empty where that is not counted. */
  public List<OwnerEnergy> owners() {
    return owners;
  }

  /** The node's totals of some moments of the last minutes, the oldest first. */
  public List<Past> past() {
    return past;
  }

  /** What they were called. */
  public Resolved names() {
    return names;
  }

  /**
   * What the node had used by then.
   *
   * @param at when
   * @param uptimeNs how long counting had gone on then, by a clock that never steps, ns
   * @param node of each zone that there was
   */
  public record Past(Instant at, long uptimeNs, Energies node) {}

  /**
   * Names of all that a snapshot has, in its order.
   *
   * @param workloads of its workloads
   * @param pods of its pods; empty where a pod's names are not known
   * @param processes of the workloads that its processes belong to
   */
  public record Resolved(
      List<Naming<Names>> workloads,
      List<Naming<Optional<PodNames>>> pods,
      List<Naming<Names>> processes) {
    /** Of a snapshot that has none of them. */
    public static final Resolved NONE = new Resolved(List.of(), List.of(), List.of());

    /** Takes copies. */
    public Resolved {
      workloads = List.copyOf(workloads);
      pods = List.copyOf(pods);
      processes = List.copyOf(processes);
    }
  }
}
