// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Energies;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * The label sets of one workload, process or node, made once: one for each zone group and mode.
 *
 * @param base what names it
 * @param energies for each group and mode
 */
record Series(Attributes base, List<Point> energies) {
  /** One label set, and what its value is summed from. */
  record Point(ZoneGroup group, Mode mode, Attributes attributes) {
    long energyUj(Energies energies) {
      return group.energyUj(energies, mode);
    }
  }

  /** Adds a dialect's labels for the zone group and mode. */
  interface PointLabels {
    void add(AttributesBuilder builder, ZoneGroup group, Mode mode);
  }

  static Series of(Attributes base, List<ZoneGroup> groups, List<Mode> modes, PointLabels labels) {
    List<Point> points = new ArrayList<>(groups.size() * modes.size());
    for (ZoneGroup group : groups) {
      for (Mode mode : modes) {
        AttributesBuilder builder = base.toBuilder();
        labels.add(builder, group, mode);
        points.add(new Point(group, mode, builder.build()));
      }
    }
    return new Series(base, List.copyOf(points));
  }

  /** Gives each point with its energy, µJ. */
  void forEach(Energies values, ObjLongConsumer<Point> consumer) {
    for (Point point : energies) {
      consumer.accept(point, point.energyUj(values));
    }
  }
}
