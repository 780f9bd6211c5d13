// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Zone;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.ArrayList;
import java.util.List;

/** Which points each kind of subject has while the zones stay what they are. */
final class Layout {
  private final List<Zone> zones;
  private final String cpuTimeSource;
  final Slots node;
  final Slots unattributed;
  final Slots standIns;
  final Slots containers;
  final Slots machines;
  final Slots pods;
  final Slots owners;
  final Slots processes;

  private Layout(List<Zone> zones, String cpuTimeSource, List<Slot> all) {
    this.zones = zones;
    this.cpuTimeSource = cpuTimeSource;
    node = of(all, Subject.NODE);
    unattributed = of(all, Subject.UNATTRIBUTED);
    standIns = of(all, Subject.WORKLOAD);
    containers = of(all, Subject.WORKLOAD, Subject.CONTAINER);
    machines = of(all, Subject.VM);
    pods = of(all, Subject.POD);
    owners = of(all, Subject.OWNER);
    processes = of(all, Subject.PROCESS);
  }

  static Layout of(
      List<Zone> zones, String cpuTimeSource, List<Row> rows, Instruments instruments) {
    List<Slot> slots = new ArrayList<>();
    ZoneGroup none = ZoneGroup.none(cpuTimeSource);
    for (Row row : rows) {
      ObservableDoubleMeasurement instrument = instruments.ofDoubles(row.metric());
      if (row.points() instanceof Row.OfZones points) {
        for (ZoneGroup group : points.groups(zones)) {
          points.modes().forEach(mode -> slots.add(new Slot(row, instrument, group, mode)));
        }
      } else {
        slots.add(new Slot(row, instrument, none, Mode.BOTH));
      }
    }
    return new Layout(zones, cpuTimeSource, slots);
  }

  /** Whether it is that of these zones. */
  boolean isOf(List<Zone> present, String source) {
    return present.equals(zones) && source.equals(cpuTimeSource);
  }

  private static Slots of(List<Slot> all, Subject... subjects) {
    List<Subject> wanted = List.of(subjects);
    return new Slots(all.stream().filter(slot -> wanted.contains(slot.row().subject())).toList());
  }
}
