// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * A cgroup was made.
 *
 * @param hierarchy where
 * @param id inode number of its directory
 * @param path its path inside the hierarchy, such as {@code /kubepods.slice/…}
 */
public record CgroupBirth(Hierarchy hierarchy, long id, String path) {
  /** Which of the two hierarchies that the agent looks at. */
  public enum Hierarchy {
    UNIFIED,
    LEGACY
  }
}
