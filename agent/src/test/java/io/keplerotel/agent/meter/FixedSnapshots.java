// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.SnapshotSource;

/** Two snapshots that stay as they are. */
public record FixedSnapshots(Snapshot earlier, Snapshot latest) implements SnapshotSource {
  @Override
  public Snapshot recent() {
    return Difference.of(earlier, latest);
  }
}
