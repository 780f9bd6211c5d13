// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a task sits in the cgroup hierarchies: inode numbers of the directories.
 *
 * @param unified in the v2 hierarchy
 * @param legacy in the chosen v1 hierarchy; 0 on hosts without one
 */
public record CgroupKey(long unified, long legacy) {
  // Written out for the same reason as ProcessKey's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CgroupKey key && key.unified == unified && key.legacy == legacy;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(unified * 31 + legacy);
  }
}
