// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import java.time.Instant;

/**
 * When each series began: together with its counter, unless that was shown under other labels
 * before. Who took the new series for one that began at 0 would count the old one's energy twice.
 * Used by one collecting thread at a time.
 *
 * @param <L> what a series' labels depend on
 */
final class Beginnings<L> {
  private final SeriesCache<Counted, L> first = new SeriesCache<>();

  /** To be asked in each collection. */
  Instant of(Object who, Instant since, L labels) {
    return first.of(new Counted(who, since), key -> labels).equals(labels)
        ? since
        : StartTime.UNKNOWN;
  }

  /** Ends a collection. */
  void sweep() {
    first.sweep();
  }

  private record Counted(Object who, Instant since) {}
}
