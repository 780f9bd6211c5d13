// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the cgroups that the mount table tells of are to be seen. */
final class CgroupSight {
  private static final String TREE = "tree";

  private CgroupSight() {}

  /** A fault for each tree that is not there; one where the mount table has none. */
  static List<Fault> faults(CgroupTree tree, HostFiles files) {
    List<Fault> faults = new ArrayList<>();
    boolean any = false;
    for (Hierarchy kind : Hierarchy.values()) {
      Optional<CgroupHierarchy> hierarchy = tree.hierarchy(kind);
      any |= hierarchy.isPresent();
      hierarchy.filter(found -> !found.isThere()).ifPresent(gone -> faults.add(gone(gone, files)));
    }
    if (!any) {
      faults.add(
          Fault.disabling(
              TREE,
              "%s has no cgroup tree: containers are not told apart, their energy counts as system_processes; mount the host's /sys/fs/cgroup into the agent's container"
                  .formatted(files.mountinfo())));
    }
    return faults;
  }

  private static Fault gone(CgroupHierarchy hierarchy, HostFiles files) {
    return Fault.disabling(
        TREE + " " + hierarchy.directory(),
        "host.sysfs is %s, but there are no cgroups in %s: containers are not told apart, their energy counts as system_processes; mount the host's /sys with what is mounted in it (docker, podman: rslave; Kubernetes: mountPropagation: HostToContainer)"
            .formatted(files.sysfs(), hierarchy.directory()));
  }
}
