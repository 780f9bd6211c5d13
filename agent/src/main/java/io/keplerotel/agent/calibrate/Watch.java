// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a meter for some time, at even intervals. For one thread. */
final class Watch {
  private final Meter meter;
  private final Pace pace;
  private final Progress progress;

  Watch(Meter meter, Pace pace, Progress progress) {
    this.meter = meter;
    this.pace = pace;
    this.progress = progress;
  }

  /**
   * Reads until the time is over, whatever a reading takes.
   *
   * @return what was read; a reading that failed is absent
   */
  List<Sighting> read(Duration length, Duration interval) throws InterruptedException {
    long startNs = pace.nanoTime();
    long endNs = startNs + length.toNanos();
    List<Sighting> sightings = new ArrayList<>();
    long dueNs = startNs;
    while (endNs - dueNs > 0) {
      dueNs = Math.min(endNs, dueNs + interval.toNanos());
      long waitNs = dueNs - pace.nanoTime();
      if (waitNs > 0) {
        pace.rest(Duration.ofNanos(waitNs));
      }
      long nowNs = pace.nanoTime();
      meter.read(nowNs).ifPresent(sightings::add);
      progress.goesOn(Duration.ofNanos(nowNs - startNs));
      dueNs = Math.max(dueNs, nowNs);
    }
    return sightings;
  }
}
