// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Zone;
import java.util.List;

/**
 * What a tick could not book, and how sure the rest is.
 *
 * @param resets zones whose reading was not plausible; what it jumped by is not energy
 * @param standing zones that still stand at such a reading
 * @param gaps zones of which it is not known what they used for some time
 * @param idle what is known of the idle power of those zones that learn theirs
 * @param measured energy of those zones that were read at the tick's beginning and at its end
 */
public record Booking(
    List<Zone> resets,
    List<Zone> standing,
    List<Gap> gaps,
    List<IdlePower> idle,
    List<Measured> measured) {
  /** Nothing was booked yet. */
  public static final Booking NONE =
      new Booking(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Takes copies of the lists. */
  public Booking {
    resets = List.copyOf(resets);
    standing = List.copyOf(standing);
    gaps = List.copyOf(gaps);
    idle = List.copyOf(idle);
    measured = List.copyOf(measured);
  }

  /**
   * A time in which nothing was booked.
   *
   * @param lengthNs how long it was, ns
   */
  public record Gap(Zone zone, long lengthNs) {}

  /**
   * What a zone used in the tick, no more and no less.
   *
   * @param energyUj idle and dynamic, µJ
   */
  public record Measured(Zone zone, long energyUj) {}
}
