// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Completed;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Made;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import io.keplerotel.agent.power.estimated.calibration.CurveFit;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import io.keplerotel.agent.power.estimated.calibration.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a calibration of what was observed.
 *
 * @param calibration to be written
 * @param levels what each component took at each level, for people
 * @param doubts what is to be said of it
 */
public record Calibrator(
    Calibration calibration, Map<Component, List<Level>> levels, List<String> doubts) {
  /** Takes copies. */
  public Calibrator {
    levels = Map.copyOf(levels);
    doubts = List.copyOf(doubts);
  }

  /** Where and by whom it is made. */
  public record Occasion(Fingerprint machine, String by, Instant at) {}

  /** By steps of load. */
  public static Calibrator bySteps(
      StepRun run, Schedule schedule, StepRun.Doubt doubt, Occasion occasion)
      throws CalibrationException, InterruptedException {
    return of(run.run(schedule, doubt), occasion);
  }

  /** By whatever load there is. */
  public static Calibrator passively(PassiveRun run, Duration length, Occasion occasion)
      throws CalibrationException, InterruptedException {
    return of(run.run(length), occasion);
  }

  private static Calibrator of(Observed observed, Occasion occasion) throws CalibrationException {
    Map<Component, CurveFit> fits = whole(observed.fit());
    Map<Component, List<Level>> levels = new EnumMap<>(Component.class);
    fits.keySet().forEach(component -> levels.put(component, observed.levels(component)));
    List<Double> loads =
        levels.values().iterator().next().stream().map(Level::utilization).toList();
    int readings = observed.readings(fits.keySet());
    Made made =
        new Made(
            occasion.at(),
            occasion.by(),
            observed.mode(),
            loads,
            readings,
            Math.max(0, observed.expected() - readings));
    return new Calibrator(
        new Calibration(occasion.machine(), Set.of(), fits, made), levels, doubts(observed, loads));
  }

  /** A platform that errs to less than what is in it is raised to that; so are parts lowered. */
  private static Map<Component, CurveFit> whole(Map<Component, CurveFit> fits) {
    Map<Component, CurveFit> whole = new EnumMap<>(Component.class);
    Map<Component, Curve> curves = new EnumMap<>(Component.class);
    fits.forEach((component, fit) -> curves.put(component, fit.curve()));
    Completed.of(curves, Map.of())
        .forEach(
            (component, curve) -> {
              CurveFit fit = fits.get(component);
              if (fit != null) {
                whole.put(component, new CurveFit(curve, fit.error()));
              }
            });
    return whole;
  }

  private static List<String> doubts(Observed observed, List<Double> loads) {
    List<String> doubts = new ArrayList<>();
    for (Component component : observed.components()) {
      double drift = observed.drift(component).orElse(0);
      if (drift > Observed.MOST_DRIFT) {
        doubts.add(
            String.format(
                Locale.ROOT,
                "%s took %.1f %% more or less at full load at the end than after the warm-up; take a longer --warm-up",
                component.name().toLowerCase(Locale.ROOT),
                100 * drift));
      }
    }
    double least = loads.getFirst();
    double most = loads.getLast();
    if (observed.mode() == Mode.PASSIVE && (least > 0.1 || most < 0.9)) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "loads between %.0f %% and %.0f %% were seen; beyond, the curve is drawn on as servers' are, with a wider interval",
              100 * least,
              100 * most));
    }
    return doubts;
  }
}
