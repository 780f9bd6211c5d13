// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;

/**
 * What a source has found on this machine at the start.
 *
 * @param zones that it can read; later ones may be added
 * @param whyNot why it cannot be used at present
 * @param isAbsent whether that is because this machine has nothing of the kind: no reason to worry
 * @param isPending whether that is only because it has not answered yet
 */
public record Discovery(
    List<Zone> zones, Optional<String> whyNot, boolean isAbsent, boolean isPending) {
  /** Takes a copy of the list. */
  public Discovery {
    zones = List.copyOf(zones);
  }

  /** Of a source that has answered. */
  public Discovery(List<Zone> zones, Optional<String> whyNot, boolean isAbsent) {
    this(zones, whyNot, isAbsent, false);
  }

  /** Of a source whose hardware is there, or may be. */
  public Discovery(List<Zone> zones, Optional<String> whyNot) {
    this(zones, whyNot, false, false);
  }

  /** Of a source that is asked in the background and has not answered yet. */
  public static Discovery pending(String whyNot) {
    return new Discovery(List.of(), Optional.of(whyNot), false, true);
  }

  /** Of zones; none are a reason not to use the source. */
  public static Discovery of(List<Zone> zones) {
    return new Discovery(
        zones, zones.isEmpty() ? Optional.of("this machine shows no zones") : Optional.empty());
  }

  /** Of a source that cannot be used. */
  public static Discovery none(String whyNot) {
    return new Discovery(List.of(), Optional.of(whyNot));
  }

  /** Of a source whose hardware this machine does not have. */
  public static Discovery absent(String whyNot) {
    return new Discovery(List.of(), Optional.of(whyNot), true);
  }
}
