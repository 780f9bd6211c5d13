// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.OptionalLong;

/** One sensor, one value. */
public sealed interface Reading {
  /** The zone that was read. */
  Zone zone();

  /** When it was read. */
  When when();

  /**
   * A cumulative energy counter.
   *
   * @param energyUj its value, µJ
   * @param rangeUj the value after which it starts again at 0, µJ; 0 if it never does
   * @param greatestUw the power that the zone is allowed to use for long, µW; 0 where not known
   */
  record Counter(Zone zone, long energyUj, long rangeUj, long greatestUw, When when)
      implements Reading {
    /** Read at the tick. */
    public Counter(Zone zone, long energyUj, long rangeUj, long greatestUw) {
      this(zone, energyUj, rangeUj, greatestUw, When.NOW);
    }

    /** A counter of a zone of which no greatest power is known, read at the tick. */
    public Counter(Zone zone, long energyUj, long rangeUj) {
      this(zone, energyUj, rangeUj, 0);
    }
  }

  /**
   * The mean power since the previous reading.
   *
   * @param powerUw µW
   * @param idleUw what the zone would use doing nothing, µW, where the source knows it
   */
  record Power(Zone zone, long powerUw, OptionalLong idleUw, When when) implements Reading {
    /** Read at the tick. */
    public Power(Zone zone, long powerUw, OptionalLong idleUw) {
      this(zone, powerUw, idleUw, When.NOW);
    }
  }

  /**
   * When a value was read.
   *
   * @param ageNs how long before the tick, ns
   * @param lengthNs the time that a power is the mean of, ns; 0: all since the previous reading
   */
  record When(long ageNs, long lengthNs) {
    /** At the tick. */
    public static final When NOW = new When(0, 0);
  }
}
