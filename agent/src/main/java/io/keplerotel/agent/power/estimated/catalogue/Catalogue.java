// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Evidence;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was published, and what was fitted to it. Large: load it, ask it, and let it go.
 *
 * @param edition month of the newest server in it, such as 2025-06
 * @param families of CPUs
 * @param cpus all models of CPUs
 * @param servers published ones
 * @param fit what was fitted to them
 */
public record Catalogue(
    String edition, Families families, CpuModels cpus, List<Published> servers, Fit fit) {
  private static final double MOST_IDLE = 0.95;

  /** How far machines of a family lie from its shape, halfway, with a probability of 90 %. */
  private static final double SHAPE_DOUBT = 0.08;

  /** Of the errors at idle and at full load of one machine. */
  private static final double CORRELATION = 0.5;

  /**
   * What was fitted.
   *
   * @param idle regression of power without load
   * @param full regression of power at full load
   * @param shapes how power rises between them, by family
   * @param bands 90 % intervals by evidence
   */
  public record Fit(
      Regression idle, Regression full, Map<String, double[]> shapes, Map<Evidence, Band> bands) {}

  /** Reads the tables that come with the agent. */
  public static Catalogue load() {
    Families families =
        Families.of(Table.resource("families.csv"), Table.resource("cpu-names.csv"));
    CpuModels cpus = CpuModels.of(Table.resource("cpus.csv"));
    Map<String, CpuModel> byName = new HashMap<>();
    cpus.models().forEach(model -> byName.put(model.name(), model));
    Map<String, double[]> shapes = new HashMap<>();
    for (List<String> row : Table.resource("shapes.csv")) {
      shapes.put(row.getFirst(), Table.numbers(row, 2));
    }
    List<Published> servers = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    List<double[]> fitted = new ArrayList<>();
    for (List<String> row : Table.resource("servers.csv")) {
      CpuModel cpu = byName.get(row.getFirst());
      if (cpu == null) {
        throw new IllegalStateException("servers.csv: no CPU model " + row.getFirst());
      }
      Published server = Published.of(row, cpu, families.named(cpu.family()));
      servers.add(server);
      points.add(Point.of(server.machine()));
      fitted.add(Table.numbers(row, Published.FIELDS));
    }
    return fitted(families, cpus, servers, shapes, regressions(points, fitted));
  }

  private static Catalogue fitted(
      Families families,
      CpuModels cpus,
      List<Published> servers,
      Map<String, double[]> shapes,
      List<Regression> regressions) {
    Map<Evidence, Band> bands = new EnumMap<>(Evidence.class);
    String edition = "";
    for (List<String> row : Table.resource("model.csv")) {
      switch (row.getFirst()) {
        case "edition" -> edition = row.get(1);
        case "band" -> bands.put(Evidence.valueOf(row.get(1)), Band.of(row, 2));
        default -> {}
      }
    }
    Fit fit = new Fit(regressions.get(0), regressions.get(1), shapes, bands);
    return new Catalogue(edition, families, cpus, servers, fit);
  }

  /** For idle and for full load. */
  private static List<Regression> regressions(List<Point> points, List<double[]> fitted) {
    List<Regression> regressions = new ArrayList<>();
    List<List<String>> terms =
        Table.resource("model.csv").stream().filter(row -> row.getFirst().equals("terms")).toList();
    for (int i = 0; i < terms.size(); i++) {
      double[] weights = new double[points.size()];
      double[] noise = new double[points.size()];
      for (int j = 0; j < weights.length; j++) {
        weights[j] = fitted.get(j)[2 * i];
        noise[j] = fitted.get(j)[2 * i + 1];
      }
      regressions.add(new Regression(Terms.of(terms.get(i), 2), points, weights, noise));
    }
    return regressions;
  }

  /** How near the published servers are to a machine with this CPU. */
  Evidence evidence(CpuModel cpu) {
    if (withCpu(cpu) > 0) {
      return Evidence.CPU_MODEL;
    }
    Family family = families.named(cpu.family());
    return family.published() && family.kind() != Family.Kind.BOARD
        ? Evidence.CPU_FAMILY
        : Evidence.DEFAULT;
  }

  /** How many published servers have this CPU. */
  long withCpu(CpuModel cpu) {
    return servers.stream().filter(s -> s.machine().cpu().name().equals(cpu.name())).count();
  }

  /** How many have one of this family. */
  long withFamily(Family family) {
    return servers.stream().filter(s -> s.machine().cpu().family().equals(family.name())).count();
  }

  /** Memory for each chip that machines of this CPU were published with, a middle, GiB. */
  OptionalDouble usualMemory(CpuModel cpu) {
    Family family = families.named(cpu.family());
    OptionalDouble own =
        middle(
            servers.stream()
                .map(Published::machine)
                .filter(m -> m.cpu().name().equals(cpu.name())));
    return own.isPresent()
        ? own
        : middle(
            servers.stream()
                .map(Published::machine)
                .filter(m -> m.cpu().family().equals(family.like())));
  }

  private static OptionalDouble middle(java.util.stream.Stream<Hardware> machines) {
    double[] sorted = machines.mapToDouble(m -> m.memoryGib() / m.chips()).sorted().toArray();
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[sorted.length / 2]);
  }

  /** The most memory for each chip that was published with this family, GiB. */
  double mostMemory(Family family) {
    return servers.stream()
        .map(Published::machine)
        .filter(m -> m.cpu().family().equals(family.like()))
        .mapToDouble(m -> m.memoryGib() / m.chips())
        .max()
        .orElse(256);
  }

  /** Power of a whole machine at the wall. */
  Curve platform(Hardware machine, Evidence evidence) {
    if (machine.family().kind() == Family.Kind.BOARD) {
      return Boards.platform(machine);
    }
    Point point = Point.of(machine);
    Regression.Expected idle = expected(fit.idle(), point, evidence);
    Regression.Expected full = expected(fit.full(), point, evidence);
    Band band = fit.bands().getOrDefault(evidence, new Band(-2, 2, -2, 2));
    return curve(idle, full, band, shape(machine.family()));
  }

  /** A relative's figures are no more certain than those of a stranger. */
  private static Regression.Expected expected(Regression fit, Point point, Evidence evidence) {
    Regression.Expected expected = fit.at(point);
    return evidence == Evidence.DEFAULT
        ? new Regression.Expected(expected.log(), fit.at(point.stranger()).deviation())
        : expected;
  }

  /** How power rises with load, 0 to 1. */
  double[] shape(Family family) {
    double[] shape = fit.shapes().get(family.shape());
    if (shape == null) {
      throw new IllegalStateException("shapes.csv: no family " + family.shape());
    }
    return shape;
  }

  static Curve curve(
      Regression.Expected idle, Regression.Expected full, Band band, double[] shape) {
    double fullWatts = Math.exp(full.log());
    double idleWatts = Math.min(Math.exp(idle.log()), MOST_IDLE * fullWatts);
    double[] watts = new double[Curve.POINTS];
    double[] low = new double[Curve.POINTS];
    double[] high = new double[Curve.POINTS];
    for (int i = 0; i < Curve.POINTS; i++) {
      double part = shape[i];
      watts[i] = idleWatts + (fullWatts - idleWatts) * part;
      double ofFull = fullWatts * part / watts[i];
      double bent = SHAPE_DOUBT * 4 * part * (1 - part);
      double below =
          together(
              (1 - ofFull) * band.idleLow() * idle.deviation(),
              ofFull * band.fullLow() * full.deviation(),
              bent);
      double above =
          together(
              (1 - ofFull) * band.idleHigh() * idle.deviation(),
              ofFull * band.fullHigh() * full.deviation(),
              bent);
      low[i] = watts[i] * Math.exp(-below);
      high[i] = watts[i] * Math.exp(above);
    }
    return Curves.of(watts, low, high);
  }

  /** How far off the sum of two may be that are off in part together, and a third one. */
  private static double together(double a, double b, double c) {
    return Math.sqrt(a * a + b * b + 2 * CORRELATION * a * b + c * c);
  }
}
