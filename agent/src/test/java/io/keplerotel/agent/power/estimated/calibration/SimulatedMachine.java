// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * A machine whose power is known: a published family's shape, bent a little, between a random idle
 * and full power. It takes more as it warms up, and its sensor errs.
 */
final class SimulatedMachine {
  private static final String SHAPES = "/io/keplerotel/agent/power/estimated/catalogue/shapes.csv";
  private static final double DRIFT = 0.03;
  private static final double NOISE = 0.02;
  private static final double MISSING = 0.1;

  private final Random random;
  private final double[] watts = new double[11];
  private final double warmingS;
  private final boolean cools;
  private double warmth;

  /** What is drawn for it depends on the random numbers alone. */
  SimulatedMachine(Random random) {
    this.random = random;
    List<double[]> shapes = shapes();
    double[] shape = shapes.get(random.nextInt(shapes.size()));
    double full = Math.exp(Math.log(50) + random.nextDouble() * Math.log(30));
    double idle = full * (0.08 + 0.42 * random.nextDouble());
    double bend = 0.04 * random.nextGaussian();
    double wave = 0.02 * random.nextGaussian();
    for (int i = 0; i < watts.length; i++) {
      double x = i / 10.0;
      double bent = shape[i] + bend * 4 * x * (1 - x) + wave * Math.sin(2 * Math.PI * x);
      watts[i] = idle + (full - idle) * Math.max(bent, i == 0 ? 0 : 0.01);
    }
    Arrays.sort(watts);
    warmingS = 30 + 60 * random.nextDouble();
    cools = random.nextBoolean();
  }

  /** True power of the warm machine at a load, W. */
  double watts(double utilization) {
    double position = utilization * 10;
    int below = Math.min(9, (int) position);
    return watts[below] + (watts[below + 1] - watts[below]) * (position - below);
  }

  /** Lets a second go by; the reading at its end is missing now and then. */
  Optional<Point> second(double utilization) {
    double towards = cools ? (watts(utilization) - watts[0]) / (watts[10] - watts[0]) : 1;
    warmth += (towards - warmth) * (1 - Math.exp(-1 / warmingS));
    double drifted = watts(utilization) * (1 - DRIFT * (1 - warmth));
    double seen = drifted * (1 + NOISE * random.nextGaussian());
    return random.nextDouble() < MISSING
        ? Optional.empty()
        : Optional.of(new Point(utilization, seen));
  }

  /** Mean error of a curve over its eleven points, relative. */
  double error(List<Double> curve) {
    double sum = 0;
    for (int i = 0; i < watts.length; i++) {
      sum += Math.abs(curve.get(i) - watts[i]) / watts[i];
    }
    return sum / watts.length;
  }

  private static List<double[]> shapes() {
    try (InputStream in = SimulatedMachine.class.getResourceAsStream(SHAPES)) {
      return new String(Objects.requireNonNull(in, SHAPES).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("family"))
          .map(line -> line.split(",", -1))
          .map(row -> Arrays.stream(row).skip(2).mapToDouble(Double::parseDouble).toArray())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
