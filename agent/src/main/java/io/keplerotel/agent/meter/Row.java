// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Zone;
import io.keplerotel.semconv.Metric;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One metric of a dialect.
 *
 * @param metric its name, by the registry
 * @param subject whose it is
 * @param points how many points each subject has, and of what
 * @param quantity what they show
 * @param labels what tells them apart
 */
record Row(Metric metric, Subject subject, Points points, Quantity quantity, Labels labels) {
  /** How many points a row has for each subject. */
  sealed interface Points {
    /** Of zones of every component. */
    static Points each(Function<List<Zone>, List<ZoneGroup>> grouping, List<Mode> modes) {
      return new OfZones(zone -> true, grouping, modes);
    }
  }

  /** A single one that is of no zone. */
  record Single() implements Points {}

  /**
   * One for each group of zones and each mode.
   *
   * @param which zones that it is of
   * @param grouping which of them are shown together
   * @param modes a point for each
   */
  record OfZones(
      Predicate<Zone> which, Function<List<Zone>, List<ZoneGroup>> grouping, List<Mode> modes)
      implements Points {
    OfZones {
      modes = List.copyOf(modes);
    }

    /** The groups that are shown, of all zones of a machine. */
    List<ZoneGroup> groups(List<Zone> zones) {
      return grouping.apply(zones).stream()
          .filter(group -> which.test(group.zones().getFirst()))
          .toList();
    }
  }
}
