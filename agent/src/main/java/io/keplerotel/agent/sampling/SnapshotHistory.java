// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.NamedSnapshot.Past;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.OwnerEnergy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The snapshots of the last seconds, from which power is found. {@link #add} belongs to the
 * sampler's thread; {@link #latest} to any.
 */
final class SnapshotHistory {
  /** Long enough to hold some readings of a meter that is read now and then. */
  private static final long WITH_SLOW_METERS_NS = 30_000_000_000L;

  /** Of the graph that people are shown: so many minutes, in steps of so many seconds. */
  private static final long PAST_NS = 600_000_000_000L;

  private static final long PAST_STEP_NS = 5_000_000_000L;

  private final long windowNs;
  private final Deque<Snapshot> kept = new ArrayDeque<>();
  private final Deque<Past> past = new ArrayDeque<>();
  private volatile NamedSnapshot latest;

  /**
   * Begins with a snapshot in which nothing was used.
   *
   * @param window over what time power is a mean; at least one tick
   */
  SnapshotHistory(Snapshot first, Duration window) {
    this.windowNs = window.toNanos();
    kept.add(first);
    latest = new NamedSnapshot(first, first, Resolved.NONE);
  }

  /** Publishes a snapshot, and forgets those that the window does not need any more. */
  void add(Snapshot added, Resolved names, List<OwnerEnergy> owners) {
    boolean waits = added.zones().stream().anyMatch(zone -> zone.usage().isHeldBack());
    long neededNs = waits ? Math.max(windowNs, WITH_SLOW_METERS_NS) : windowNs;
    kept.add(added);
    Snapshot oldest = kept.remove();
    while (kept.size() > 1 && added.uptimeNs() - kept.element().uptimeNs() >= neededNs) {
      oldest = kept.remove();
    }
    kept.addFirst(oldest);
    latest = new NamedSnapshot(oldest, added, names, owners, past(added));
  }

  /** A tick that is a little early is not left out: its step would be two. */
  private List<Past> past(Snapshot added) {
    long nowNs = added.uptimeNs();
    if (!past.isEmpty() && nowNs - past.getLast().uptimeNs() < PAST_STEP_NS * 9 / 10) {
      return latest.past();
    }
    past.add(new Past(added.at(), nowNs, added.node()));
    while (past.size() > 1 && nowNs - past.getFirst().uptimeNs() > PAST_NS + PAST_STEP_NS) {
      past.remove();
    }
    return List.copyOf(past);
  }

  /** The one that was added last. */
  NamedSnapshot latest() {
    return latest;
  }
}
