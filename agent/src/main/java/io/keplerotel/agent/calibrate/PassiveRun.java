// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import java.time.Duration;
import java.util.List;

/** Watches a machine under whatever load it has. For one thread. */
public final class PassiveRun {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  private static final int READINGS = 100;

  private final Meter meter;
  private final Pace pace;
  private final Progress progress;

  /** Nothing runs yet. */
  public PassiveRun(Meter meter, Pace pace, Progress progress) {
    this.meter = meter;
    this.pace = pace;
    this.progress = progress;
  }

  /** Watches for so long. */
  Observed run(Duration length) throws InterruptedException {
    Duration part = length.dividedBy(READINGS);
    Duration shorter = part.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : part;
    Duration interval = shorter.compareTo(INTERVAL) < 0 ? shorter : INTERVAL;
    progress.begins("watching", length);
    List<Sighting> sightings = new Watch(meter, pace, progress).read(length, interval);
    progress.ends(Sheet.line(sightings));
    return new Observed(
        Mode.PASSIVE, List.of(sightings), List.of(), Math.toIntExact(length.dividedBy(interval)));
  }
}
