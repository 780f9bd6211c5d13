// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A published server beside what was expected of it without it.
 *
 * @param server what was published
 * @param idle expected without load
 * @param full expected at full load
 */
record Judged(Published server, Regression.Expected idle, Regression.Expected full) {
  /** Whose results are left out of the training together. */
  enum LeftOut {
    RESULT,
    CPU,
    FAMILY
  }

  /** All servers, each judged by a training without it and its like. */
  static List<Judged> crossValidated(List<Published> servers, List<Training> fits, LeftOut out) {
    List<List<Regression.Expected>> expected = new ArrayList<>();
    for (Training fit : fits) {
      expected.add(fit.leftOut(i -> key(servers.get(i), i, out)));
    }
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      judged.add(new Judged(servers.get(i), expected.get(0).get(i), expected.get(1).get(i)));
    }
    return judged;
  }

  private static Object key(Published server, int index, LeftOut out) {
    return switch (out) {
      case RESULT -> index;
      case CPU -> server.machine().cpu().name();
      case FAMILY -> server.machine().cpu().family();
    };
  }

  /** A server judged by fits that do not have it. */
  static Judged judge(Published server, List<Regression> fits) {
    Point point = Point.of(server.machine());
    return new Judged(server, fits.get(0).at(point), fits.get(1).at(point));
  }

  /** Trainings for idle and for full load. */
  static List<Training> fits(SourceTables tables, List<Published> servers) {
    List<Point> points = servers.stream().map(s -> Point.of(s.machine())).toList();
    return List.of(
        new Training(tables.terms().get(0), points, logs(servers, Published::idleWatts)),
        new Training(tables.terms().get(1), points, logs(servers, Published::fullWatts)));
  }

  private static double[] logs(List<Published> servers, ToDoubleFunction<Published> watts) {
    return servers.stream().mapToDouble(watts).map(Math::log).toArray();
  }

  /** How many of these have each CPU model, or family. */
  static Map<String, Integer> counts(List<Published> servers, LeftOut by) {
    Map<String, Integer> counts = new HashMap<>();
    servers.forEach(s -> counts.merge(String.valueOf(key(s, 0, by)), 1, Integer::sum));
    return counts;
  }

  /** Deviation of what was published from what was expected, in standard deviations. */
  double idleSteps() {
    return (Math.log(server.idleWatts()) - idle.log()) / idle.deviation();
  }

  double fullSteps() {
    return (Math.log(server.fullWatts()) - full.log()) / full.deviation();
  }

  /** Error of what was expected, as a ratio. */
  double idleError() {
    return Math.exp(idle.log()) / server.idleWatts() - 1;
  }

  double fullError() {
    return Math.exp(full.log()) / server.fullWatts() - 1;
  }

  /** A quantile; NaN of nothing. */
  static double quantile(List<Judged> judged, ToDoubleFunction<Judged> value, double part) {
    double[] sorted = judged.stream().mapToDouble(value).toArray();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
