// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * A process, safe against reuse of its PID.
 *
 * @param pid process id (the kernel's tgid)
 * @param startNs start time, ns since boot; only compared, never shown
 */
public record ProcessKey(int pid, long startNs) {
  // Written out: a record's own are slow until the second compiler has seen them, and the agent
  // runs without it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProcessKey key && key.pid == pid && key.startNs == startNs;
  }

  @Override
  public int hashCode() {
    return pid * 31 + Long.hashCode(startNs);
  }
}
