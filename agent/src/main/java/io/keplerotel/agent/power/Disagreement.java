// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Fault;
import java.util.Locale;
import java.util.Optional;

/**
 * What two sources have counted of one zone in the same time.
 *
 * @param zone its id
 * @param source who counts
 * @param other who was read beside it
 * @param countedUj what the one has counted, µJ
 * @param otherUj what the other one has, µJ
 */
public record Disagreement(String zone, String source, String other, long countedUj, long otherUj) {
  /** What clocks, units and the moments of reading can make up for. */
  public static final double BOUND = 0.02;

  private static final double UJ_PER_J = 1e6;
  private static final int PERCENT = 100;

  /** How far they are apart, as a part of the larger; 0 where both are 0. */
  public double ratio() {
    long larger = Math.max(countedUj, otherUj);
    return larger == 0 ? 0 : Math.abs(countedUj - otherUj) / (double) larger;
  }

  /** What is wrong with it; empty where they agree. */
  Optional<Fault> fault() {
    return ratio() <= BOUND
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "disagreement " + zone + " " + other,
                String.format(
                    Locale.ROOT,
                    "%s and %s disagree about %s by %.0f %%: %.1f J and %.1f J in the same minute, though both read one counter; see which one a power meter agrees with, and name it first in power.sources",
                    source,
                    other,
                    zone,
                    ratio() * PERCENT,
                    countedUj / UJ_PER_J,
                    otherUj / UJ_PER_J)));
  }
}
