// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.CpuReading.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.usage.CpuTimeSource;
import java.util.List;

/**
 * CPU time that was read and is not booked yet. A source hands over each nanosecond once, so what a
 * failed tick had read is kept here for the next; more than {@value #MOST_TASKS} records of it are
 * counted as lost. Used by the sampler's thread only.
 */
final class Carried {
  private static final int MOST_TASKS = 200_000;

  private final CpuTimeSource source;
  private CpuReading reading = CpuReading.NOTHING;

  Carried(CpuTimeSource source) {
    this.source = source;
  }

  /** All that has been read since the last {@link #booked}; a source that throws is a fault. */
  CpuReading read() {
    reading = reading.then(next());
    if (reading.tasks().size() > MOST_TASKS) {
      reading = reading.asLost();
    }
    return reading;
  }

  /** Nothing of it is needed any more. */
  void booked() {
    reading = CpuReading.NOTHING;
  }

  private CpuReading next() {
    try {
      return source.read();
    } catch (RuntimeException e) {
      Fault fault =
          Fault.disabling(
              "reading", "CPU time cannot be read: " + e + "; it is counted at the next tick");
      return new CpuReading(List.of(), List.of(), List.of(), 0, 0, List.of(fault), Extent.PARTIAL);
    }
  }
}
