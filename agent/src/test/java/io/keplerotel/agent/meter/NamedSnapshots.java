// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.WorkloadNames;

/** Hand-made snapshots as a tick would publish them. */
public final class NamedSnapshots {
  private static final int OWNERS = 10;

  private NamedSnapshots() {}

  /** One before which nothing was used lately. */
  public static NamedSnapshot of(Snapshot snapshot, WorkloadNames names) {
    return of(snapshot, snapshot, names);
  }

  /** Two, from which power is found. */
  public static NamedSnapshot of(Snapshot earlier, Snapshot latest, WorkloadNames names) {
    Resolved resolved = new NameResolver(names).resolve(latest);
    return new NamedSnapshot(
        earlier, latest, resolved, new OwnerSums(OWNERS).add(latest, resolved));
  }
}
