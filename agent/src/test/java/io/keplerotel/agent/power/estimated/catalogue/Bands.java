// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Evidence;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Makes the 90 % intervals from what was judged, by evidence. */
final class Bands {
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  /** Machines that are to come differ more than those that were: what forward trials showed. */
  private static final double FORWARD = 1.1;

  private Bands() {}

  static Map<Evidence, Band> of(List<Published> servers, List<Training> fits) {
    Map<Evidence, Band> bands = new EnumMap<>(Evidence.class);
    Map<String, Integer> cpus = Judged.counts(servers, Judged.LeftOut.CPU);
    bands.put(
        Evidence.CPU_MODEL,
        band(
            Judged.crossValidated(servers, fits, Judged.LeftOut.RESULT).stream()
                .filter(j -> cpus.getOrDefault(j.server().machine().cpu().name(), 0) > 1)
                .toList(),
            1));
    bands.put(
        Evidence.CPU_FAMILY,
        band(Judged.crossValidated(servers, fits, Judged.LeftOut.CPU), FORWARD));
    bands.put(
        Evidence.DEFAULT,
        band(Judged.crossValidated(servers, fits, Judged.LeftOut.FAMILY), FORWARD));
    return bands;
  }

  private static Band band(List<Judged> judged, double wider) {
    return new Band(
        wider * quantile(judged, Judged::idleSteps, LOW),
        wider * quantile(judged, Judged::idleSteps, HIGH),
        wider * quantile(judged, Judged::fullSteps, LOW),
        wider * quantile(judged, Judged::fullSteps, HIGH));
  }

  private static double quantile(List<Judged> judged, ToDoubleFunction<Judged> steps, double part) {
    double found = Judged.quantile(judged, steps, part);
    return part < 0.5 ? Math.min(0, found) : Math.max(0, found);
  }
}
