// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.learnt.LearntZone;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says by what each zone is divided, when that changes. Used by the sampler's thread only. */
final class WeightLog {
  private final List<String> events;
  private final Logger log;
  private final Map<Zone, Boolean> trusted = new HashMap<>();
  private final Set<Zone> estimated = new HashSet<>();

  WeightLog(List<String> events) {
    this(events, System.getLogger(WeightLog.class.getName()));
  }

  WeightLog(List<String> events, Logger log) {
    this.events = List.copyOf(events);
    this.log = log;
  }

  /** After a tick. */
  void tell(List<LearntZone> zones, List<Booking.Measured> booked) {
    for (LearntZone zone : zones) {
      boolean before = trusted.getOrDefault(zone.zone(), false);
      if (zone.trusted() != before) {
        trusted.put(zone.zone(), zone.trusted());
        log.log(Level.INFO, "{0} is divided by {1}", zone.zone().id(), how(zone));
      }
    }
    for (Booking.Measured each : booked) {
      if (each.zone().provenance() == Provenance.ESTIMATED && estimated.add(each.zone())) {
        log.log(
            Level.INFO,
            "{0} stays divided by CPU time: it is estimated from CPU time, so that counters tell nothing more",
            each.zone().id());
      }
    }
  }

  private String how(LearntZone zone) {
    String errors =
        "(they miss its power by %.2f W, CPU time alone by %.2f W)"
            .formatted(zone.errorW(), zone.cpuTimeErrorW());
    if (!zone.trusted()) {
      return "CPU time again, since counters tell its power no better " + errors;
    }
    StringBuilder weights = new StringBuilder("counters, whose weights were learnt: ");
    weights.append(weight("CPU time", zone.factors().get(1), "W"));
    for (int event = 0; event < events.size(); event++) {
      weights.append(", ").append(weight(events.get(event), zone.factors().get(2 + event), "nJ"));
    }
    return weights.append(' ').append(errors).toString();
  }

  private static String weight(String name, double factor, String unit) {
    return String.format(Locale.ROOT, "%s %.3g %s", name, factor, unit);
  }
}
