// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.CurveFit;
import io.keplerotel.agent.power.estimated.calibration.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what was learnt as lines of plain text. */
public final class Sheet {
  private static final int COLUMNS = 51;
  private static final int ROWS = 12;

  private Sheet() {}

  /** One line of what was seen at a level. */
  static String line(List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return "nothing could be read";
    }
    Map<Component, List<Double>> watts = new TreeMap<>();
    for (Sighting sighting : sightings) {
      sighting
          .watts()
          .forEach(
              (component, value) ->
                  watts.computeIfAbsent(component, each -> new ArrayList<>()).add(value));
    }
    double busy = sightings.stream().mapToDouble(Sighting::utilization).average().orElse(0);
    String parts =
        watts.entrySet().stream()
            .map(each -> ", " + name(each.getKey()) + " " + watts(mean(each.getValue())) + " W")
            .collect(Collectors.joining());
    return String.format(Locale.ROOT, "%.1f %% busy%s", 100 * busy, parts);
  }

  /** The curves, as a chart of each and a table. */
  public static List<String> of(Calibrator made) {
    List<String> lines = new ArrayList<>();
    Calibration calibration = made.calibration();
    Map<Component, CurveFit> zones = new TreeMap<>(calibration.zones());
    zones.forEach(
        (component, fit) ->
            chart(lines, component, fit.curve(), made.levels().getOrDefault(component, List.of())));
    table(lines, zones);
    lines.add("");
    lines.add(
        "cross-validated error (each level told by the others): "
            + zones.entrySet().stream()
                .map(
                    each ->
                        String.format(
                            Locale.ROOT,
                            "%s %.1f %%",
                            name(each.getKey()),
                            100 * each.getValue().error()))
                .collect(Collectors.joining(", ")));
    lines.add(
        "%d readings, %d missing"
            .formatted(calibration.made().readings(), calibration.made().missing()));
    made.doubts().forEach(doubt -> lines.add("note: " + doubt));
    return lines;
  }

  private static void chart(
      List<String> lines, Component component, Curve curve, List<Level> levels) {
    double most = Math.max(curve.watts().getLast(), 1e-6);
    for (Level level : levels) {
      most = Math.max(most, level.watts());
    }
    char[][] cells = new char[ROWS][COLUMNS];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int column = 0; column < COLUMNS; column++) {
      double watts = curve.powerUw(column / (COLUMNS - 1.0)) / 1e6;
      cells[row(watts, most)][column] = '.';
    }
    for (Level level : levels) {
      int column = (int) Math.round(Math.clamp(level.utilization(), 0, 1) * (COLUMNS - 1));
      cells[row(level.watts(), most)][column] = 'o';
    }
    lines.add("");
    lines.add(name(component) + ", W (o: measured)");
    for (int i = 0; i < ROWS; i++) {
      String scale = i % 3 == 0 || i == ROWS - 1 ? watts(most * (ROWS - 1 - i) / (ROWS - 1)) : "";
      lines.add(String.format(Locale.ROOT, "%8s |%s", scale, new String(cells[i])).stripTrailing());
    }
    lines.add(" ".repeat(9) + "+" + "-".repeat(COLUMNS));
    lines.add(" ".repeat(10) + "0 %" + " ".repeat(21) + "50 %" + " ".repeat(19) + "100 %");
  }

  private static int row(double watts, double most) {
    return Math.clamp(Math.round((1 - watts / most) * (ROWS - 1)), 0, ROWS - 1);
  }

  private static void table(List<String> lines, Map<Component, CurveFit> zones) {
    StringBuilder titles = new StringBuilder("\n load");
    zones
        .keySet()
        .forEach(component -> titles.append("%10s W %14s".formatted(name(component), "90 %")));
    titles.toString().lines().forEach(lines::add);
    for (int i = 0; i < Curve.POINTS; i++) {
      StringBuilder line = new StringBuilder("%3d %%".formatted(i * 10));
      for (CurveFit fit : zones.values()) {
        Curve curve = fit.curve();
        String interval = watts(curve.low().get(i)) + " - " + watts(curve.high().get(i));
        line.append("%12s %14s".formatted(watts(curve.watts().get(i)), interval));
      }
      lines.add(line.toString());
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static String name(Component component) {
    return component.name().toLowerCase(Locale.ROOT);
  }

  private static String watts(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
