// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

/** Fills the directory for as long as it is open. Used by one thread. */
interface PodFeed extends AutoCloseable {
  /** Looks after itself; about once a second. */
  void tend(long nowNs);

  /** Whether what the directory says is true now. */
  boolean isCurrent();

  @Override
  void close();
}
