// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * CPU time of each cgroup of one hierarchy since the reading before, without that of the cgroups
 * below it, as the kernel counts it.
 */
final class CgroupUsages {
  private static final String UNIFIED_FILE = "cpu.stat";
  private static final String LEGACY_FILE = "cpuacct.usage";

  private final CgroupHierarchy hierarchy;
  private final SmallFile file = new SmallFile();
  private Map<Long, Long> usagesNs = new HashMap<>();
  private boolean hasBaseline;

  /** Assigns. */
  CgroupUsages(CgroupHierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /**
   * A reading.
   *
   * @param ownNs by cgroup id, ns; without the root's, which stands for the whole machine
   * @param births cgroups that were not there at the last reading
   */
  record Result(Map<Long, Long> ownNs, List<CgroupBirth> births) {}

  /** Reads. The first time, no cgroup is new and none has used anything. */
  Result read() {
    List<CgroupBirth> found = new ArrayList<>();
    hierarchy.walk((kind, id, path) -> found.add(new CgroupBirth(kind, id, path)));
    Map<Long, Long> now = new HashMap<>();
    Map<String, Long> deltasNs = new HashMap<>();
    // From the end, so that children are read before their parents and never exceed them.
    for (CgroupBirth cgroup : found.reversed()) {
      long beforeNs = usagesNs.getOrDefault(cgroup.id(), 0L);
      long usageNs = Math.max(beforeNs, usageNs(cgroup).orElse(beforeNs));
      now.put(cgroup.id(), usageNs);
      deltasNs.put(cgroup.path(), hasBaseline ? usageNs - beforeNs : 0);
    }
    List<CgroupBirth> births =
        found.stream().filter(c -> hasBaseline && !usagesNs.containsKey(c.id())).toList();
    usagesNs = now;
    hasBaseline = true;
    return new Result(own(found, deltasNs), births);
  }

  private static Map<Long, Long> own(List<CgroupBirth> found, Map<String, Long> deltasNs) {
    Map<String, Long> own = new HashMap<>(deltasNs);
    for (CgroupBirth cgroup : found) {
      long deltaNs = deltasNs.getOrDefault(cgroup.path(), 0L);
      parent(cgroup.path())
          .ifPresent(parent -> own.computeIfPresent(parent, (path, sum) -> sum - deltaNs));
    }
    Map<Long, Long> byId = new HashMap<>();
    for (CgroupBirth cgroup : found.subList(Math.min(1, found.size()), found.size())) {
      byId.put(cgroup.id(), own.getOrDefault(cgroup.path(), 0L));
    }
    return byId;
  }

  private static Optional<String> parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? Optional.empty() : Optional.of(path.substring(0, slash));
  }

  private OptionalLong usageNs(CgroupBirth cgroup) {
    Optional<Path> directory = hierarchy.directory(cgroup.path());
    if (directory.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return hierarchy.kind() == Hierarchy.UNIFIED
          ? KernelCounters.usageNs(file.text(directory.get().resolve(UNIFIED_FILE)))
          : OptionalLong.of(file.number(directory.get().resolve(LEGACY_FILE)));
    } catch (UnreadableException ignored) {
      // It vanished, or this kernel does not count there; its parent's count has it.
      return OptionalLong.empty();
    }
  }
}
