// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.Workload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup whose path is known.
 *
 * @param directory id of the directory at that path: its own, or where its own path is too long to
 *     be known whole, that of the one above it which the path ends at
 * @param container the container that it lies in
 * @param machine the cgroup of a virtual machine that it lies in, outside of containers
 * @param unit the systemd unit that it lies in
 */
record Cgroup(
    Hierarchy hierarchy,
    long id,
    String path,
    long directory,
    Optional<Workload.Container> container,
    Optional<MachineScope> machine,
    Optional<Workload.Unit> unit) {
  // Written out for the same reason as ProcessKey's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cgroup cgroup
        && hierarchy == cgroup.hierarchy
        && id == cgroup.id
        && path.equals(cgroup.path)
        && directory == cgroup.directory
        && container.equals(cgroup.container)
        && machine.equals(cgroup.machine)
        && unit.equals(cgroup.unit);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id) * 31 + path.hashCode();
  }

  /** Parses the path. */
  static Cgroup of(Hierarchy hierarchy, long id, String path) {
    return below(hierarchy, id, path, id);
  }

  /** Parses the path, at which there is the directory {@code above} and somewhere below it this. */
  static Cgroup below(Hierarchy hierarchy, long id, String path, long above) {
    Optional<Workload.Container> container = CgroupPath.container(path);
    return new Cgroup(
        hierarchy,
        id,
        path,
        above,
        container,
        container.isPresent() ? Optional.empty() : CgroupPath.machine(path),
        CgroupPath.unit(path));
  }
}
