// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;

/** Sees each cgroup of a walk. */
@FunctionalInterface
public interface CgroupVisitor {
  /** Visits the cgroup with this directory inode number and path. */
  void visit(Hierarchy hierarchy, long id, String path);
}
