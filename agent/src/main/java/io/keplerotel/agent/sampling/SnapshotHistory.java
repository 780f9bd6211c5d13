// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The snapshots of the last seconds, from which power is found. {@link #add} belongs to the
 * sampler's thread; {@link #latest} and {@link #recent} to any.
 */
public final class SnapshotHistory {
  private final long windowNs;
  private final Deque<Snapshot> kept = new ArrayDeque<>();
  private volatile Ends ends;

  /**
   * Begins with a snapshot in which nothing was used.
   *
   * @param window over what time power is a mean; at least one tick
   */
  public SnapshotHistory(Snapshot first, Duration window) {
    this.windowNs = window.toNanos();
    kept.add(first);
    ends = new Ends(first, first);
  }

  /** Keeps a snapshot, and forgets those that the window does not need any more. */
  public void add(Snapshot latest) {
    kept.add(latest);
    Snapshot oldest = kept.remove();
    while (kept.size() > 1 && latest.uptimeNs() - kept.element().uptimeNs() >= windowNs) {
      oldest = kept.remove();
    }
    kept.addFirst(oldest);
    ends = new Ends(oldest, latest);
  }

  /** The one that was added last; never ahead of what {@link #recent} answers afterwards. */
  public Snapshot latest() {
    return ends.latest;
  }

  /** What was used in the window; see {@link Difference#of}. */
  public Snapshot recent() {
    Ends now = ends;
    return Difference.of(now.oldest, now.latest);
  }

  private record Ends(Snapshot oldest, Snapshot latest) {}
}
