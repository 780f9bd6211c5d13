// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.WorkloadNames;

/** Views of hand-made snapshots. */
public final class Views {
  private static final WorkloadNames NAMES = KnownNames.of("shop", "web-5d4f8-x2x", "nginx");

  private Views() {}

  /** A node with a pod, a unit, and processes, over five seconds. */
  public static LiveView shop() {
    return of(NAMES);
  }

  /** The same where nobody knows names. */
  public static LiveView nameless() {
    return of(WorkloadNames.unknown());
  }

  /** Before the first tick. */
  public static LiveView empty() {
    NamedSnapshot named = NamedSnapshots.of(Snapshots.empty(), WorkloadNames.unknown());
    return new LiveReport("node-1", () -> named, () -> 4).view();
  }

  private static LiveView of(WorkloadNames names) {
    NamedSnapshot named = NamedSnapshots.of(Snapshots.at(10), Snapshots.at(15), names);
    return new LiveReport("node-1", () -> named, () -> 4).view();
  }
}
