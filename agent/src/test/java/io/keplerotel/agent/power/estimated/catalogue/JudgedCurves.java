// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Published results at eleven loads, each beside the server of the catalogue that it is of.
 *
 * @param tables of the catalogue
 * @param byServer watts at each load, by place of the server in the table
 */
record JudgedCurves(SourceTables tables, Map<Integer, List<Double>> byServer) {
  private static final int FIRST_WATTS = 7;

  /** Figures are rounded differently in different tables. */
  private static final double SAME = 0.006;

  /**
   * How far an estimate is off over a curve.
   *
   * @param mean over eleven loads, as a ratio
   * @param half at half load, as a ratio
   * @param contained how many of the loads lie in the interval, as a ratio
   */
  record Miss(double mean, double half, double contained) {}

  /** Reads a file; results that are of no server in the catalogue are left out. */
  static JudgedCurves read(SourceTables tables, Path file) throws IOException {
    Map<Integer, List<Double>> byServer = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    List<String> lines =
        Files.readAllLines(file).stream().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = Table.fields(line.replaceFirst("^\"[^\"]*\"", "quoted"));
      if (row.size() != FIRST_WATTS + Curve.POINTS) {
        throw new SourceTables.MalformedRowException(
            file.getFileName() + ": a row has " + row.size() + " fields: " + line);
      }
      List<Double> watts = new ArrayList<>();
      row.subList(FIRST_WATTS, row.size()).forEach(each -> watts.add(Double.valueOf(each)));
      for (int i = 0; i < tables.servers().size(); i++) {
        Published server = tables.servers().get(i);
        boolean same =
            server.machine().chips() == Integer.parseInt(row.get(2))
                && near(server.idleWatts(), watts.getFirst())
                && near(server.fullWatts(), watts.getLast())
                && !taken.contains(i);
        if (same) {
          taken.add(i);
          byServer.put(i, watts);
          break;
        }
      }
    }
    return new JudgedCurves(tables, byServer);
  }

  private static boolean near(double a, double b) {
    return Math.abs(a / b - 1) < SAME;
  }

  List<Miss> errors(List<Judged> judged, Band band, Predicate<Judged> chosen) {
    List<Miss> errors = new ArrayList<>();
    byServer.forEach(
        (place, watts) -> {
          Judged each = judged.get(place);
          if (chosen.test(each)) {
            errors.add(error(each, band, watts));
          }
        });
    return errors;
  }

  private Miss error(Judged judged, Band band, List<Double> watts) {
    String name = judged.server().machine().family().shape();
    double[] shape = tables.shapes().getOrDefault(name, new double[Curve.POINTS]);
    Curve curve = Catalogue.curve(judged.idle(), judged.full(), band, shape);
    double sum = 0;
    double contained = 0;
    for (int i = 0; i < Curve.POINTS; i++) {
      sum += off(curve, watts, i);
      double real = watts.get(i);
      contained += curve.low().get(i) <= real && real <= curve.high().get(i) ? 1 : 0;
    }
    return new Miss(
        sum / Curve.POINTS, off(curve, watts, Curve.POINTS / 2), contained / Curve.POINTS);
  }

  private static double off(Curve curve, List<Double> watts, int load) {
    return Math.abs(curve.watts().get(load) / watts.get(load) - 1);
  }
}
