// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The containers and units that have a cgroup now. */
final class LiveWorkloads {
  private final Map<Workload, Set<Cgroup>> cgroups = new LinkedHashMap<>();
  private final CgroupIndex index;

  /** Assigns. */
  LiveWorkloads(CgroupIndex index) {
    this.index = index;
  }

  /** Notes that {@code cgroup} belongs to {@code workload}. */
  void add(Workload workload, Cgroup cgroup) {
    cgroups.computeIfAbsent(workload, key -> new LinkedHashSet<>()).add(cgroup);
  }

  /** All, in the order in which they were found; a view. */
  Set<Workload> all() {
    return Collections.unmodifiableSet(cgroups.keySet());
  }

  /** Removes and returns those whose last directory is gone; looks at one directory of the rest. */
  List<Workload> removeEnded(long nowNs) {
    List<Workload> ended = new ArrayList<>();
    cgroups.forEach(
        (workload, directories) -> {
          if (!isAlive(directories, nowNs)) {
            ended.add(workload);
          }
        });
    ended.forEach(cgroups::remove);
    return ended;
  }

  private boolean isAlive(Set<Cgroup> directories, long nowNs) {
    Iterator<Cgroup> each = directories.iterator();
    while (each.hasNext()) {
      Cgroup cgroup = each.next();
      if (index.exists(cgroup)) {
        return true;
      }
      index.retire(cgroup, nowNs);
      each.remove();
    }
    return false;
  }
}
