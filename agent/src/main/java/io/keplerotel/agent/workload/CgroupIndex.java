// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cgroups whose paths are known, by id. Those that are gone are kept for a minute, as their
 * last CPU time is reported after their end.
 */
final class CgroupIndex {
  private static final long KEEP_NS = 60_000_000_000L;
  private static final int SWEEP_MARGIN = 1_000;

  private final CgroupTree tree;
  private final Map<Hierarchy, Map<Long, Cgroup>> cgroups = new EnumMap<>(Hierarchy.class);
  private final Deque<Retired> retired = new ArrayDeque<>();
  private int sweepAt = SWEEP_MARGIN;
  private long sweptAtNs = Long.MIN_VALUE / 2;

  private record Retired(Cgroup cgroup, long evictAtNs) {}

  /** Assigns. */
  CgroupIndex(CgroupTree tree) {
    this.tree = tree;
    for (Hierarchy kind : Hierarchy.values()) {
      cgroups.put(kind, new HashMap<>());
    }
  }

  /** The cgroup with this id; empty for 0. */
  Optional<Cgroup> find(Hierarchy kind, long id) {
    return Optional.ofNullable(in(kind).get(id));
  }

  /** Whether nothing is left to be found out about this id. */
  boolean knows(Hierarchy kind, long id) {
    return id == 0 || in(kind).containsKey(id);
  }

  /** Whether this id is known by this path. */
  boolean knows(Hierarchy kind, long id, String path) {
    Cgroup known = in(kind).get(id);
    return known != null && known.path().equals(path);
  }

  /** Adds; empty where this very cgroup is known already. */
  Optional<Cgroup> add(Cgroup cgroup) {
    Cgroup known = in(cgroup.hierarchy()).put(cgroup.id(), cgroup);
    return cgroup.equals(known) ? Optional.empty() : Optional.of(cgroup);
  }

  /** Whether the directory, or that above it, exists and is the same one still. */
  boolean exists(Cgroup cgroup) {
    return tree.id(cgroup.hierarchy(), cgroup.path()).orElse(0) == cgroup.directory();
  }

  /** Notes that a cgroup is gone. */
  void retire(Cgroup cgroup, long nowNs) {
    retired.add(new Retired(cgroup, nowNs + KEEP_NS));
  }

  /** Forgets what is gone for long enough; true where there was something. */
  boolean evict(long nowNs) {
    if (size() >= sweepAt && nowNs - sweptAtNs >= KEEP_NS) {
      sweep(nowNs);
      sweptAtNs = nowNs;
      sweepAt = 2 * (size() - retired.size()) + SWEEP_MARGIN;
    }
    boolean evicted = false;
    while (!retired.isEmpty() && retired.getFirst().evictAtNs() - nowNs <= 0) {
      Cgroup cgroup = retired.removeFirst().cgroup();
      evicted |= in(cgroup.hierarchy()).remove(cgroup.id(), cgroup);
    }
    return evicted;
  }

  int size() {
    return cgroups.values().stream().mapToInt(Map::size).sum();
  }

  private void sweep(long nowNs) {
    List<Cgroup> all = new ArrayList<>();
    cgroups.values().forEach(byId -> all.addAll(byId.values()));
    all.stream().filter(cgroup -> !exists(cgroup)).forEach(gone -> retire(gone, nowNs));
  }

  private Map<Long, Cgroup> in(Hierarchy kind) {
    return cgroups.getOrDefault(kind, Map.of());
  }
}
