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
   */
  record Counter(Zone zone, long energyUj, long rangeUj) implements Reading {}

  /**
   * The mean power since the previous reading.
   *
   * @param powerUw µW
   * @param idleUw what the zone would use doing nothing, µW, where the source knows it
   */
  record Power(Zone zone, long powerUw, OptionalLong idleUw) implements Reading {}
}
