// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

/**
 * How the value of a point is read.
 *
 * @param over since when it counts
 * @param reader reads it
 */
record Quantity(Over over, Reader reader) {
  private static final double UJ_PER_J = 1e6;
  private static final double UJ_PER_MJ = 1e3;
  private static final double US_PER_S = 1e6;
  private static final double US_PER_MS = 1e3;
  private static final double NS_PER_S = 1e9;
  private static final double PERCENT = 100;

  static final Quantity JOULES =
      new Quantity(
          Over.ALL_TIME, (use, zones, mode) -> zones.energyUj(use.energies, mode) / UJ_PER_J);
  static final Quantity MILLIJOULES =
      new Quantity(
          Over.ALL_TIME, (use, zones, mode) -> zones.energyUj(use.energies, mode) / UJ_PER_MJ);
  static final Quantity WATTS =
      new Quantity(
          Over.LAST_SECONDS,
          (use, zones, mode) ->
              zones.energyUj(use.recent, mode) / UJ_PER_J / (use.recentNs / NS_PER_S));
  static final Quantity CPU_SECONDS =
      new Quantity(Over.ALL_TIME, (use, zones, mode) -> use.cpuUs / US_PER_S);

  /** Per cent of a GPU × s, so that a rate is the per cent of a GPU that was used. */
  static final Quantity GPU_PERCENT_SECONDS =
      new Quantity(Over.ALL_TIME, (use, zones, mode) -> use.gpuUs * PERCENT / US_PER_S);

  static final Quantity CPU_MILLISECONDS =
      new Quantity(Over.ALL_TIME, (use, zones, mode) -> use.cpuUs / US_PER_MS);

  /** What a quantity counts; there are no last seconds before the second tick. */
  enum Over {
    ALL_TIME,
    LAST_SECONDS
  }

  /** Reads the value for some zones and a mode. */
  interface Reader {
    double read(Use use, ZoneGroup zones, Mode mode);
  }
}
