// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.OptionalLong;

/** One sensor, one value. */
public sealed interface Reading {
  /** The zone that was read. */
  Zone zone();

  /**
   * A cumulative energy counter.
   *
   * @param energyUj its value, µJ
   * @param rangeUj the value after which it starts again at 0, µJ; 0 if it never does
   * @param greatestUw the power that the zone is allowed to use for long, µW; 0 where not known
   */
  record Counter(Zone zone, long energyUj, long rangeUj, long greatestUw) implements Reading {
    /** A counter of a zone of which no greatest power is known. */
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
  record Power(Zone zone, long powerUw, OptionalLong idleUw) implements Reading {}
}
