// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import io.keplerotel.agent.power.estimated.calibration.CurveFit;
import io.keplerotel.agent.power.estimated.calibration.Level;
import io.keplerotel.agent.power.estimated.calibration.Point;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a calibration has seen.
 *
 * @param groups readings at about the same load each, in their order; one group for a passive one
 * @param warm readings at the end of the warm-up, at full load
 * @param expected how many readings there should have been in the groups
 */
record Observed(Mode mode, List<List<Sighting>> groups, List<Sighting> warm, int expected) {
  /** Of a component that could be read at fewer of the readings, nothing is learnt. */
  private static final double LEAST_READ = 0.3;

  /** A machine that is further from warm than this is not calibrated well. */
  static final double MOST_DRIFT = 0.03;

  /** Takes copies. */
  Observed {
    groups = groups.stream().map(List::copyOf).toList();
    warm = List.copyOf(warm);
  }

  /**
   * The curve of each component that was measured.
   *
   * @throws CalibrationException if there is none
   */
  Map<Component, CurveFit> fit() throws CalibrationException {
    Map<Component, CurveFit> fits = new EnumMap<>(Component.class);
    String reason = "no component could be read";
    for (Component component : components()) {
      try {
        fits.put(component, CurveFit.of(levels(component), warmth(component)));
      } catch (IllegalArgumentException e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    if (fits.isEmpty()) {
      throw new CalibrationException("nothing was learnt: " + reason);
    }
    return fits;
  }

  /** What a component took at each level. */
  List<Level> levels(Component component) {
    List<List<Point>> points = groups.stream().map(group -> points(group, component)).toList();
    if (mode == Mode.PASSIVE) {
      return Level.byLoad(points.stream().flatMap(List::stream).toList());
    }
    List<List<Point>> known = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).size() >= LEAST_READ * groups.get(i).size()) {
        known.add(points.get(i));
      }
    }
    return Level.ofEach(known);
  }

  /**
   * How far off all of the curve may be: by half of what the warm-up has left, if there was one.
   */
  private double warmth(Component component) {
    return warm.isEmpty()
        ? CurveFit.UNKNOWN_WARMTH
        : drift(component).orElse(CurveFit.UNKNOWN_WARMTH) / 2;
  }

  /** How much more, or less, it took at full load at the end than after the warm-up, relative. */
  OptionalDouble drift(Component component) {
    Optional<Level> before = level(warm, component);
    Optional<Level> after =
        groups.isEmpty() ? Optional.empty() : level(groups.getLast(), component);
    if (before.isEmpty() || after.isEmpty() || before.get().watts() <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.abs(after.get().watts() / before.get().watts() - 1));
  }

  /** How many readings there were of the one of these that was read least often. */
  int readings(Set<Component> learnt) {
    return learnt.stream()
        .mapToInt(
            component -> groups.stream().mapToInt(group -> points(group, component).size()).sum())
        .min()
        .orElse(0);
  }

  Set<Component> components() {
    Set<Component> components = new TreeSet<>();
    groups.forEach(group -> group.forEach(each -> components.addAll(each.watts().keySet())));
    return components;
  }

  private static Optional<Level> level(List<Sighting> sightings, Component component) {
    List<List<Point>> one = List.of(points(sightings, component));
    return Level.ofEach(one).stream().findFirst();
  }

  private static List<Point> points(List<Sighting> sightings, Component component) {
    List<Point> points = new ArrayList<>();
    for (Sighting sighting : sightings) {
      Double watts = sighting.watts().get(component);
      if (watts != null) {
        points.add(new Point(sighting.utilization(), watts));
      }
    }
    return points;
  }
}
