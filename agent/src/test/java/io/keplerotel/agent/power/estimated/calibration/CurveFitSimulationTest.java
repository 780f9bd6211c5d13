// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a calibration is worth, on machines whose power is known; {@code make calibration-error}.
 */
class CurveFitSimulationTest {
  private static final int MACHINES = 400;
  private static final int WARM_UP_S = 120;
  private static final int STEP_S = 10;
  private static final int SETTLING_S = 1;
  private static final int HOUR_S = 3_600;
  private static final double[] LEVELS = {0, 0.1, 0.3, 0.6, 0.8, 1};

  @Test
  void ninetyOfAHundredCurvesErrByLessThanThreeInAHundredInFourMinutes() {
    assertThat(WARM_UP_S + STEP_S * LEVELS.length).isLessThanOrEqualTo(240);
    Errors errors = new Errors();
    for (int seed = 0; seed < MACHINES; seed++) {
      Random random = new Random(seed);
      SimulatedMachine machine = new SimulatedMachine(random);
      errors.add(machine, CurveFit.of(steps(machine, random, WARM_UP_S), 0));
    }

    errors.print("2 min of warm-up and 6 levels of 10 s");
    assertThat(errors.p90()).isLessThanOrEqualTo(0.03);
    assertThat(errors.coverage()).isBetween(0.87, 0.93);
  }

  @Test
  void withoutWarmUpTheyErrMore() {
    Errors errors = new Errors();
    for (int seed = 0; seed < MACHINES; seed++) {
      Random random = new Random(seed);
      SimulatedMachine machine = new SimulatedMachine(random);
      errors.add(machine, CurveFit.of(steps(machine, random, 0), CurveFit.UNKNOWN_WARMTH));
    }

    errors.print("6 levels of 10 s without warm-up");
    assertThat(errors.p90()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void anHourOfWhateverLoadThereIsTellsItsRange() {
    Errors errors = new Errors();
    for (int seed = 0; seed < MACHINES; seed++) {
      Random random = new Random(seed);
      SimulatedMachine machine = new SimulatedMachine(random);
      List<Point> points = new ArrayList<>();
      double load = 0.3;
      for (int second = 0; second < HOUR_S; second++) {
        load = Math.clamp(load + 0.02 * random.nextGaussian(), 0.05, 0.75);
        machine.second(load).ifPresent(points::add);
      }
      errors.add(machine, CurveFit.of(Level.byLoad(points), CurveFit.UNKNOWN_WARMTH));
    }

    errors.print("an hour of loads from 5 to 75 %, passively");
    assertThat(errors.p90()).isLessThanOrEqualTo(0.05);
    assertThat(errors.coverage()).isGreaterThan(0.85);
  }

  private static List<Level> steps(SimulatedMachine machine, Random random, int warmUpS) {
    for (int second = 0; second < warmUpS; second++) {
      machine.second(1);
    }
    List<List<Point>> groups = new ArrayList<>();
    for (double level : LEVELS) {
      List<Point> points = new ArrayList<>();
      double real = Math.clamp(level + 0.01 * random.nextGaussian(), 0.002, 1);
      for (int second = 0; second < STEP_S; second++) {
        var point = machine.second(real);
        if (second >= SETTLING_S) {
          point.ifPresent(points::add);
        }
      }
      groups.add(points);
    }
    return Level.ofEach(groups);
  }

  /** Of all machines. */
  private static final class Errors {
    private final List<Double> errors = new ArrayList<>();
    private int inside;
    private int points;

    void add(SimulatedMachine machine, CurveFit fit) {
      errors.add(machine.error(fit.curve().watts()));
      for (int i = 0; i < fit.curve().watts().size(); i++) {
        double truth = machine.watts(i / 10.0);
        points++;
        inside += truth >= fit.curve().low().get(i) && truth <= fit.curve().high().get(i) ? 1 : 0;
      }
    }

    double p90() {
      return part(0.9);
    }

    double coverage() {
      return (double) inside / points;
    }

    void print(String what) {
      System.out.printf(
          Locale.ROOT,
          "simulated, %s: error of the curve median %.1f %%, p90 %.1f %%, most %.1f %%; 90 %% interval covers %.0f %%%n",
          what,
          100 * part(0.5),
          100 * p90(),
          100 * part(1),
          100 * coverage());
    }

    private double part(double quantile) {
      return errors.stream()
          .sorted()
          .skip(Math.round(quantile * (errors.size() - 1)))
          .findFirst()
          .orElseThrow();
    }
  }
}
