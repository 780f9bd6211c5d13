// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.NamedSnapshot.Past;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.WorkloadNames;
import java.util.List;
import java.util.stream.Stream;

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
        earlier, latest, resolved, new OwnerSums(OWNERS).add(latest, resolved), List.of());
  }

  /** The same, with what had been used before. */
  public static NamedSnapshot after(List<Snapshot> before, NamedSnapshot latest) {
    return new NamedSnapshot(
        before.getLast(),
        latest.snapshot(),
        latest.names(),
        latest.owners(),
        Stream.concat(before.stream(), Stream.of(latest.snapshot()))
            .map(then -> new Past(then.at(), then.uptimeNs(), then.node()))
            .toList());
  }
}
