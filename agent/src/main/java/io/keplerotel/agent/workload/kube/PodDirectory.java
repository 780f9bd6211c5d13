// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.keplerotel.agent.config.PodLabels;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.agent.workload.kube.PodRecord.ContainerRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods of this node, also those that are gone, for as long as their energy is shown. Written by
 * one thread at a time, read by all.
 */
final class PodDirectory {
  /** A container may be reported to have ended before its last CPU time is read. */
  private static final long KEEP_NS = 60_000_000_000L;

  private final Map<String, Kept<PodRecord>> pods = new ConcurrentHashMap<>();
  private final Map<String, Kept<ContainerRecord>> containers = new ConcurrentHashMap<>();

  /** A record, and since when nobody needs it. */
  private static final class Kept<T> {
    final T value;
    volatile boolean gone;
    long unusedSinceNs;
    boolean unused;

    Kept(T value) {
      this.value = value;
    }

    /** Whether it is gone and was not used for long enough. */
    boolean isOver(boolean inUse, long nowNs) {
      if (!gone || inUse) {
        unused = false;
        return false;
      }
      if (!unused) {
        unused = true;
        unusedSinceNs = nowNs;
      }
      return nowNs - unusedSinceNs >= KEEP_NS;
    }
  }

  private final PodLabels labels;

  /** Knows no pods yet. */
  PodDirectory(PodLabels labels) {
    this.labels = labels;
  }

  /** What is kept of a pod. */
  PodRecord read(ObservedPod pod) {
    return PodReader.read(pod, labels);
  }

  /** Takes in a pod, or what has changed about it; containers it had before stay known. */
  synchronized void put(PodRecord pod) {
    Kept<PodRecord> before = pods.put(pod.cgroupUid(), new Kept<>(pod));
    if (before != null) {
      retire(before.value, pod.containers().keySet());
    }
    pod.containers().forEach((id, container) -> containers.put(id, new Kept<>(container)));
  }

  /** Notes that a pod is gone, by the uid that the API server knows. */
  synchronized void remove(String uid) {
    for (Kept<PodRecord> pod : pods.values()) {
      if (pod.value.names().uid().equals(uid)) {
        pod.gone = true;
        retire(pod.value, Set.of());
      }
    }
  }

  /** Takes in all pods that there are. */
  synchronized void replaceAll(Collection<PodRecord> present) {
    Set<String> uids = new HashSet<>();
    present.forEach(pod -> uids.add(pod.names().uid()));
    pods.values().stream()
        .filter(pod -> !pod.gone && !uids.contains(pod.value.names().uid()))
        .map(pod -> pod.value.names().uid())
        .toList()
        .forEach(this::remove);
    present.forEach(this::put);
  }

  /** Forgets what is gone and not in use. */
  synchronized void settle(Set<String> inUse, long nowNs) {
    containers.entrySet().removeIf(e -> e.getValue().isOver(inUse.contains(e.getKey()), nowNs));
    pods.entrySet().removeIf(e -> e.getValue().isOver(inUse.contains(e.getKey()), nowNs));
  }

  Names ofContainer(Workload.Container container) {
    Kept<ContainerRecord> known = containers.get(container.id());
    return known == null
        ? container.podUid().flatMap(this::ofPod).map(Names::inPod).orElse(Names.UNKNOWN)
        : known.value.names();
  }

  Optional<PodNames> ofPod(String cgroupUid) {
    return Optional.ofNullable(pods.get(cgroupUid)).map(pod -> pod.value.names());
  }

  OptionalLong millicores(Workload.Container container) {
    Kept<ContainerRecord> known = containers.get(container.id());
    return known == null || known.value.millicores() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(known.value.millicores());
  }

  /** How many pods are there now. */
  int present() {
    return (int) pods.values().stream().filter(pod -> !pod.gone).count();
  }

  /** How many pods and containers are remembered, gone ones included. */
  int size() {
    return pods.size() + containers.size();
  }

  private void retire(PodRecord pod, Set<String> present) {
    for (String id : pod.containers().keySet()) {
      Kept<ContainerRecord> container = containers.get(id);
      if (container != null && !present.contains(id)) {
        container.gone = true;
      }
    }
  }
}
