// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/** Where snapshots come from. Asked by any thread; an answer costs no tick. */
public interface SnapshotSource {
  /** The snapshot of the last tick. */
  Snapshot latest();

  /**
   * What was used in the last seconds: the latest snapshot with that in the place of the totals.
   */
  Snapshot recent();
}
