// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Made;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import io.keplerotel.agent.power.estimated.calibration.CurveFit;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a calibration as it was written: docs/calibration.md has its format. */
final class CalibrationFile {
  static final String FORMAT = "kepler-calibration";
  static final int VERSION = 1;
  static final String UNIT = "W";

  /** Of one machine; whoever has more has added a zero. */
  private static final double MOST_WATTS = 100_000;

  private static final double MOST_MEMORY_GIB = 1 << 20;
  private static final int MOST_SOCKETS = 1_024;
  private static final int MOST_THREADS = 1 << 16;
  private static final int MOST_NAMES = 20;

  /** Figures are rounded when they are written. */
  private static final double ROUNDING_W = 0.01;

  private static final List<Component> ZONES =
      List.of(
          Component.PACKAGE, Component.CORE, Component.UNCORE, Component.DRAM, Component.PLATFORM);

  private CalibrationFile() {}

  /** What a component is called in the file. */
  static String key(Component component) {
    return component.name().toLowerCase(Locale.ROOT);
  }

  /** Reads; what is not as it should be is thrown with its place. */
  static Calibration read(JsonAt root) throws ModelFileException {
    JsonAt version = root.at("version");
    int found = version.whole(1, Integer.MAX_VALUE);
    if (found > VERSION) {
      throw version.wrong(
          "%d is newer than what this agent knows (%d); update the agent, or calibrate again"
              .formatted(found, VERSION));
    }
    root.knowsOnly(List.of("format", "version", "unit", "machine", "zones", "made"));
    JsonAt unit = root.at("unit");
    if (!unit.text().equals(UNIT)) {
      throw unit.wrong("must be \"" + UNIT + "\", not " + unit.shown());
    }
    JsonAt machine = root.at("machine");
    Calibration calibration =
        new Calibration(
            machine(machine), otherNames(machine), zones(root.at("zones")), made(root.at("made")));
    checkParts(root, calibration.curves());
    return calibration;
  }

  private static Fingerprint machine(JsonAt at) throws ModelFileException {
    at.knowsOnly(List.of("cpu", "other_names", "sockets", "threads", "memory_gib"));
    return new Fingerprint(
        at.at("cpu").text(),
        at.at("sockets").whole(1, MOST_SOCKETS),
        at.at("threads").whole(1, MOST_THREADS),
        at.at("memory_gib").number(0, MOST_MEMORY_GIB, "GiB"));
  }

  private static Set<String> otherNames(JsonAt machine) throws ModelFileException {
    Set<String> names = new HashSet<>();
    if (machine.maybe("other_names").isPresent()) {
      JsonAt at = machine.at("other_names");
      if (at.items().size() > MOST_NAMES) {
        throw at.wrong("has more than " + MOST_NAMES + " names");
      }
      for (JsonAt name : at.items()) {
        names.add(name.text());
      }
    }
    return names;
  }

  private static Map<Component, CurveFit> zones(JsonAt at) throws ModelFileException {
    at.knowsOnly(ZONES.stream().map(CalibrationFile::key).toList());
    Map<Component, CurveFit> zones = new EnumMap<>(Component.class);
    for (Component component : ZONES) {
      if (at.maybe(key(component)).isPresent()) {
        zones.put(component, zone(at.at(key(component))));
      }
    }
    if (zones.isEmpty()) {
      throw at.wrong("has no zone; at least one is needed");
    }
    return zones;
  }

  private static CurveFit zone(JsonAt at) throws ModelFileException {
    at.knowsOnly(List.of("watts", "low", "high", "error"));
    List<Double> watts = figures(at.at("watts"));
    List<Double> low = figures(at.at("low"));
    List<Double> high = figures(at.at("high"));
    for (int i = 0; i < Curve.POINTS; i++) {
      JsonAt point = at.at("watts").items().get(i);
      if (i > 0 && watts.get(i) < watts.get(i - 1)) {
        throw point.wrong(
            "%s W is less than %s W at less load: a curve does not fall"
                .formatted(watts.get(i), watts.get(i - 1)));
      }
      if (!(low.get(i) <= watts.get(i) && watts.get(i) <= high.get(i))) {
        throw point.wrong(
            "%s W is not between low, %s, and high, %s"
                .formatted(watts.get(i), low.get(i), high.get(i)));
      }
    }
    return new CurveFit(new Curve(watts, low, high), at.at("error").number(0, 100, "(relative)"));
  }

  private static List<Double> figures(JsonAt at) throws ModelFileException {
    List<JsonAt> items = at.items();
    if (items.size() != Curve.POINTS) {
      throw at.wrong(
          "must have %d figures, at 0, 10, … 100 %% load, not %d"
              .formatted(Curve.POINTS, items.size()));
    }
    List<Double> figures = new ArrayList<>();
    for (JsonAt item : items) {
      figures.add(item.number(0, MOST_WATTS, UNIT));
    }
    return figures;
  }

  private static Made made(JsonAt at) throws ModelFileException {
    at.knowsOnly(List.of("at", "by", "mode", "levels", "readings", "missing"));
    List<Double> levels = new ArrayList<>();
    for (JsonAt level : at.at("levels").items()) {
      levels.add(level.number(0, 1, "(utilization)"));
    }
    return new Made(
        instant(at.at("at")),
        at.at("by").text(),
        mode(at.at("mode")),
        levels,
        at.at("readings").whole(0, Integer.MAX_VALUE),
        at.at("missing").whole(0, Integer.MAX_VALUE));
  }

  private static Instant instant(JsonAt at) throws ModelFileException {
    try {
      return Instant.parse(at.text());
    } catch (DateTimeException e) {
      throw at.wrong("must be a time such as 2026-11-26T09:00:00Z, not " + at.shown());
    }
  }

  private static Mode mode(JsonAt at) throws ModelFileException {
    String text = at.text();
    for (Mode mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw at.wrong(
        "must be one of "
            + String.join(
                ", ",
                Arrays.stream(Mode.values()).map(m -> m.name().toLowerCase(Locale.ROOT)).toList())
            + ", not "
            + at.shown());
  }

  /** What lies inside another part cannot use more than that. */
  private static void checkParts(JsonAt root, Map<Component, Curve> curves)
      throws ModelFileException {
    checkParts(root, curves, Component.PACKAGE, List.of(Component.CORE, Component.UNCORE));
    checkParts(root, curves, Component.PLATFORM, List.of(Component.PACKAGE, Component.DRAM));
  }

  private static void checkParts(
      JsonAt root, Map<Component, Curve> curves, Component whole, List<Component> parts)
      throws ModelFileException {
    Curve all = curves.get(whole);
    for (int i = 0; all != null && i < Curve.POINTS; i++) {
      int point = i;
      double sum =
          curves.entrySet().stream()
              .filter(each -> parts.contains(each.getKey()))
              .mapToDouble(each -> each.getValue().watts().get(point))
              .sum();
      if (sum > all.watts().get(i) + ROUNDING_W) {
        throw root.at("zones")
            .at(key(whole))
            .at("watts")
            .items()
            .get(i)
            .wrong(
                "%s W is less than its parts together, %.3f W (%s)"
                    .formatted(
                        all.watts().get(i),
                        sum,
                        String.join(", ", parts.stream().map(CalibrationFile::key).toList())));
      }
    }
  }
}
