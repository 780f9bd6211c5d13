// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * A cgroup was made.
 *
 * @param hierarchy where
 * @param id inode number of its directory
 * @param path its path inside the hierarchy, such as {@code /kubepods.slice/…}
 * @param extent whether that is all of its path
 */
public record CgroupBirth(Hierarchy hierarchy, long id, String path, Extent extent) {
  /** With its whole path. */
  public CgroupBirth(Hierarchy hierarchy, long id, String path) {
    this(hierarchy, id, path, Extent.WHOLE);
  }

  /** Which of the two hierarchies that the agent looks at. */
  public enum Hierarchy {
    UNIFIED,
    LEGACY
  }

  /** How much of a path is known. */
  public enum Extent {
    WHOLE,
    /** It was too long: it may end anywhere, also within a name. */
    CUT
  }
}
