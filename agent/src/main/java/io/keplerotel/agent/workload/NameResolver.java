// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks once a tick what everybody is called. For the sampler's thread only. */
public final class NameResolver {
  private static final Naming<Names> UNKNOWN = new Naming<>(Names.UNKNOWN, false);

  private final WorkloadNames names;
  private final Kept<Names> workloads = new Kept<>();
  private final Kept<Optional<PodNames>> pods = new Kept<>();

  /** Of whom it asks. */
  public NameResolver(WorkloadNames names) {
    this.names = names;
  }

  /** What all that the snapshot has are called now. */
  public Resolved resolve(Snapshot snapshot) {
    List<Naming<Names>> ofWorkloads = new ArrayList<>(snapshot.workloads().size());
    List<Naming<Optional<PodNames>>> ofPods = new ArrayList<>(snapshot.pods().size());
    List<Naming<Names>> ofProcesses = new ArrayList<>(snapshot.processes().size());
    for (WorkloadEnergy energy : snapshot.workloads()) {
      ofWorkloads.add(workload(energy));
    }
    for (PodEnergy energy : snapshot.pods()) {
      ofPods.add(pod(energy));
    }
    for (ProcessEnergy energy : snapshot.processes()) {
      ofProcesses.add(energy.workload().map(this::ofProcess).orElse(UNKNOWN));
    }
    workloads.sweep(snapshot.workloads().size());
    pods.sweep(snapshot.pods().size());
    return new Resolved(ofWorkloads, ofPods, ofProcesses);
  }

  private Naming<Names> workload(WorkloadEnergy energy) {
    Workload workload = energy.workload();
    Names known = names.of(workload);
    return workloads.of(workload.id(), known, names.holds(workload, known, energy.ageNs()));
  }

  private Naming<Optional<PodNames>> pod(PodEnergy energy) {
    Optional<PodNames> known = names.ofPod(energy.podUid());
    return pods.of(energy.podUid(), known, names.holds(known, energy.ageNs()));
  }

  /** A process that has ended may be shown for longer than its workload. */
  private Naming<Names> ofProcess(Workload workload) {
    Naming<Names> known = workloads.find(workload.id());
    return known == null ? new Naming<>(names.of(workload), false) : known;
  }

  /** What was found at the last tick: what has not changed stays the same object. */
  private static final class Kept<N> {
    private final Map<String, Entry<N>> entries = new HashMap<>();
    private long tick;

    Naming<N> of(String id, N names, boolean held) {
      Entry<N> entry = entries.get(id);
      if (entry == null) {
        entry = new Entry<>(new Naming<>(names, held));
        entries.put(id, entry);
      }
      entry.tick = tick;
      if (entry.naming.held() != held || !Objects.equals(entry.naming.names(), names)) {
        entry.naming = new Naming<>(names, held);
      }
      return entry.naming;
    }

    @Nullable Naming<N> find(String id) {
      Entry<N> entry = entries.get(id);
      return entry == null || entry.tick != tick ? null : entry.naming;
    }

    /** Ends a tick that had so many of them. */
    void sweep(int present) {
      if (entries.size() > present) {
        entries.values().removeIf(entry -> entry.tick != tick);
      }
      tick++;
    }
  }

  private static final class Entry<N> {
    Naming<N> naming;
    long tick;

    Entry(Naming<N> naming) {
      this.naming = naming;
    }
  }
}
