// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Zone;
import java.util.List;

/**
 * What a tick could not book.
 *
 * @param resets zones whose reading was not plausible; what it jumped by is not energy
 * @param gaps zones of which it is not known what they used for some time
 */
public record Booking(List<Zone> resets, List<Gap> gaps) {
  /** Takes copies of both lists. */
  public Booking {
    resets = List.copyOf(resets);
    gaps = List.copyOf(gaps);
  }

  /**
   * A time in which nothing was booked.
   *
   * @param lengthNs how long it was, ns
   */
  public record Gap(Zone zone, long lengthNs) {}
}
