// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.Workload;
import java.util.Optional;

/**
 * A cgroup whose path is known.
 *
 * @param container the container that it lies in
 * @param unit the systemd unit that it lies in
 */
record Cgroup(
    Hierarchy hierarchy,
    long id,
    String path,
    Optional<Workload.Container> container,
    Optional<Workload.Unit> unit) {
  /** Parses the path. */
  static Cgroup of(Hierarchy hierarchy, long id, String path) {
    return new Cgroup(hierarchy, id, path, CgroupPath.container(path), CgroupPath.unit(path));
  }
}
