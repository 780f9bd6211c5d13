// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Divides what CPU time and events of a process take by weights that are learnt for each zone from
 * its own meter. A zone is divided so only while that is known to tell its power better than CPU
 * time does. A zone that is estimated is never: its estimate is made of CPU time. Not thread-safe.
 */
public final class LearntWeights {
  private static final int CONSTANT = 0;
  private static final int CPU_TIME = 1;
  private static final double NJ_PER_UJ = 1_000;
  private static final double NS_PER_S = 1e9;

  /** A shorter tick says more about when its parts were read than about power. */
  private static final double SHORTEST_S = 0.05;

  private final int columns;
  private final Map<Zone, ZoneModel> models = new LinkedHashMap<>();

  /** What all did in the present tick; nothing where that is not known. */
  private double[] all = {};

  /** Nothing is learnt; for events of this number. */
  public LearntWeights(int events) {
    this.columns = TickRows.FIRST_EVENT + events;
  }

  /**
   * Weighs a tick's use by what was learnt before it. May be asked again for the same tick.
   *
   * @param cpu all CPU time of the tick
   * @param lostNs CPU time of which it is not known who used it, ns
   */
  public Weighed weigh(List<Usage> cpu, long lostNs, EventCounts counts) {
    all = new double[0];
    if (counts.extent() == EventCounts.Extent.PARTIAL) {
      return Weighed.NOTHING;
    }
    TickRows rows = new TickRows(cpu, lostNs, counts);
    all = rows.all();
    List<Usage> usages = new ArrayList<>();
    Map<UsageKind, Long> lost = new HashMap<>();
    Map<Zone, UsageKind> kinds = new HashMap<>();
    models.forEach(
        (zone, model) -> {
          if (model.isTrusted() && model.weigh(all) >= 1) {
            UsageKind kind = UsageKind.learnt(zone.id());
            kinds.put(zone, kind);
            lost.put(kind, Math.round(model.weigh(rows.lost())));
            for (Usage usage : cpu) {
              usages.add(usage.of(Math.round(model.weigh(rows.of(usage)))).as(kind));
            }
          }
        });
    return new Weighed(usages, lost, kinds);
  }

  /**
   * Learns from the tick that was weighed last, once it is booked.
   *
   * @param measured energy of zones that were read at its beginning and at its end
   * @param elapsedNs its length, ns
   */
  public void learn(List<Booking.Measured> measured, long elapsedNs) {
    double seconds = elapsedNs / NS_PER_S;
    if (all.length == 0 || seconds < SHORTEST_S) {
      return;
    }
    double[] row = new double[columns];
    row[CONSTANT] = 1;
    for (int column = CPU_TIME; column < columns; column++) {
      row[column] = all[column] / elapsedNs;
    }
    for (Booking.Measured each : measured) {
      if (canBeLearnt(each.zone())) {
        models
            .computeIfAbsent(each.zone(), zone -> new ZoneModel(columns))
            .learn(row, each.energyUj() * NJ_PER_UJ / elapsedNs, seconds);
      }
    }
  }

  /** How all models do. */
  public List<LearntZone> zones() {
    return models.entrySet().stream().map(each -> zone(each.getKey(), each.getValue())).toList();
  }

  private static LearntZone zone(Zone zone, ZoneModel model) {
    return new LearntZone(
        zone,
        model.isTrusted(),
        DoubleStream.of(model.factors()).boxed().toList(),
        model.judgedS(),
        model.errorW(),
        model.errorWithoutEventsW());
  }

  private static boolean canBeLearnt(Zone zone) {
    return zone.provenance() == Provenance.MEASURED && zone.usage().equals(UsageKind.CPU_TIME);
  }
}
