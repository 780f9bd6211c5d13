// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.catalogue.Judged.LeftOut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How far the estimate is off, on published servers that were left out of what it is made from:
 * {@code make estimate-error [CURVES=FILE]}. Arguments: folder of the tables, file with curves.
 */
public final class EstimateError {
  private static final String RECENT = "2017-01";
  private static final int FIRST_YEAR = 2016;
  private static final int LAST_YEAR = 2024;
  private static final int LEAST_CPUS = 3;

  private final SourceTables tables;
  private final List<Training> fits;
  private final Map<Evidence, Band> bands;

  private EstimateError(SourceTables tables) {
    this.tables = tables;
    this.fits = Judged.fits(tables, tables.servers());
    this.bands = Bands.of(tables.servers(), fits);
  }

  /** Prints the tables of docs/estimation.md. */
  public static void main(String[] arguments) throws IOException {
    EstimateError error = new EstimateError(SourceTables.read(Path.of(arguments[0])));
    error.ends();
    error.families();
    error.intervals();
    error.forward();
    if (arguments.length > 1 && !arguments[1].isEmpty()) {
      error.curves(Path.of(arguments[1]));
    } else {
      say("\nCurves are not judged: CURVES=FILE gives published results at eleven loads;");
      say("columns: cpu,family,chips,cores,threads,mhz,memory_gb,w0,w10, … w100");
    }
  }

  private void ends() {
    say("| machines | left out | idle, median / p90 | full, median / p90 |");
    say("|---|---|---:|---:|");
    Predicate<Judged> known = j -> known().contains(j.server().machine().cpu().name());
    row("CPU model in the catalogue", LeftOut.RESULT, known);
    row("the same, from 2017 on", LeftOut.RESULT, known.and(EstimateError::isRecent));
    row("CPU model not in it", LeftOut.CPU, j -> true);
    row("the same, from 2017 on", LeftOut.CPU, EstimateError::isRecent);
    row("family not in it", LeftOut.FAMILY, j -> true);
    row("the same, from 2017 on", LeftOut.FAMILY, EstimateError::isRecent);
  }

  private void row(String title, LeftOut out, Predicate<Judged> chosen) {
    List<Judged> judged = judged(out).stream().filter(chosen).toList();
    say(
        "| %s (%d) | each %s | %s | %s |",
        title,
        judged.size(),
        out.name().toLowerCase(Locale.ROOT),
        errors(judged, Judged::idleError),
        errors(judged, Judged::fullError));
  }

  private void families() {
    Map<String, List<Judged>> byFamily = new TreeMap<>();
    for (Judged each : judged(LeftOut.CPU)) {
      byFamily
          .computeIfAbsent(each.server().machine().cpu().family(), f -> new ArrayList<>())
          .add(each);
    }
    say("\n| family | results | CPU models | bias, idle | bias, full |");
    say("|---|---:|---:|---:|---:|");
    byFamily.forEach(
        (family, judged) -> {
          Set<String> cpus = new HashSet<>();
          judged.forEach(j -> cpus.add(j.server().machine().cpu().name()));
          if (cpus.size() >= LEAST_CPUS) {
            say(
                "| %s | %d | %d | %+.1f %% | %+.1f %% |",
                family,
                judged.size(),
                cpus.size(),
                100 * Judged.quantile(judged, Judged::idleError, 0.5),
                100 * Judged.quantile(judged, Judged::fullError, 0.5));
          }
        });
  }

  private void intervals() {
    say("\n| 90 %% interval contains | left out | idle | full | width at idle | at full |");
    say("|---|---|---:|---:|---:|---:|");
    Predicate<Judged> known = j -> known().contains(j.server().machine().cpu().name());
    covered("CPU model in the catalogue", LeftOut.RESULT, Evidence.CPU_MODEL, known);
    covered("CPU model not in it", LeftOut.CPU, Evidence.CPU_FAMILY, j -> true);
    covered("family not in it", LeftOut.FAMILY, Evidence.DEFAULT, j -> true);
  }

  private void covered(String title, LeftOut out, Evidence evidence, Predicate<Judged> chosen) {
    List<Judged> judged = judged(out).stream().filter(chosen).toList();
    Band band = bands.getOrDefault(evidence, new Band(0, 0, 0, 0));
    say(
        "| %s | each %s | %.1f %% | %.1f %% | %s | %s |",
        title,
        out.name().toLowerCase(Locale.ROOT),
        100 * share(judged, j -> within(j.idleSteps(), band.idleLow(), band.idleHigh())),
        100 * share(judged, j -> within(j.fullSteps(), band.fullLow(), band.fullHigh())),
        width(judged, j -> j.idle().deviation(), band.idleLow(), band.idleHigh()),
        width(judged, j -> j.full().deviation(), band.fullLow(), band.fullHigh()));
  }

  private static String width(
      List<Judged> judged, ToDoubleFunction<Judged> deviation, double low, double high) {
    double middle = Judged.quantile(judged, deviation, 0.5);
    return "%+.0f … %+.0f %%"
        .formatted(100 * Math.expm1(low * middle), 100 * Math.expm1(high * middle));
  }

  private void forward() {
    say(
        "\n| made from results to the end of | judged by all later ones | contained, idle | full | error, idle | full |");
    say("|---|---:|---:|---:|---:|---:|");
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      forward(year);
    }
  }

  private void forward(int year) {
    String month = year + "-12";
    List<Published> before =
        tables.servers().stream().filter(s -> s.month().compareTo(month) <= 0).toList();
    List<Training> then = Judged.fits(tables, before);
    List<Regression> regressions = then.stream().map(Training::regression).toList();
    List<Judged> judged =
        tables.servers().stream()
            .filter(s -> s.month().compareTo(month) > 0)
            .map(s -> Judged.judge(s, regressions))
            .toList();
    if (judged.isEmpty()) {
      return;
    }
    Map<Evidence, Band> thenBands = Bands.of(before, then);
    Set<String> cpus = Judged.counts(before, LeftOut.CPU).keySet();
    Set<String> families = Judged.counts(before, LeftOut.FAMILY).keySet();
    double idle = 0;
    double full = 0;
    for (Judged each : judged) {
      CpuModel cpu = each.server().machine().cpu();
      Evidence evidence =
          cpus.contains(cpu.name())
              ? Evidence.CPU_MODEL
              : families.contains(cpu.family()) ? Evidence.CPU_FAMILY : Evidence.DEFAULT;
      Band band = thenBands.getOrDefault(evidence, new Band(0, 0, 0, 0));
      idle += within(each.idleSteps(), band.idleLow(), band.idleHigh()) ? 1 : 0;
      full += within(each.fullSteps(), band.fullLow(), band.fullHigh()) ? 1 : 0;
    }
    say(
        "| %d | %d | %.0f %% | %.0f %% | %s | %s |",
        year,
        judged.size(),
        100 * idle / judged.size(),
        100 * full / judged.size(),
        errors(judged, Judged::idleError),
        errors(judged, Judged::fullError));
  }

  private void curves(Path file) throws IOException {
    JudgedCurves curves = JudgedCurves.read(tables, file);
    say("\n| curves | machines | curve, median / p90 | half load | contained |");
    say("|---|---:|---:|---:|---:|");
    Predicate<Judged> known = j -> known().contains(j.server().machine().cpu().name());
    curve("CPU model in the catalogue", curves, LeftOut.RESULT, Evidence.CPU_MODEL, known);
    curve(
        "the same, from 2017 on",
        curves,
        LeftOut.RESULT,
        Evidence.CPU_MODEL,
        known.and(EstimateError::isRecent));
    curve("CPU model not in it", curves, LeftOut.CPU, Evidence.CPU_FAMILY, j -> true);
    curve(
        "the same, from 2017 on",
        curves,
        LeftOut.CPU,
        Evidence.CPU_FAMILY,
        EstimateError::isRecent);
  }

  private void curve(
      String title, JudgedCurves curves, LeftOut out, Evidence evidence, Predicate<Judged> chosen) {
    Band band = bands.getOrDefault(evidence, new Band(0, 0, 0, 0));
    List<JudgedCurves.Miss> errors = curves.errors(judged(out), band, chosen);
    say(
        "| %s, each %s left out | %d | %s | %s | %.1f %% |",
        title,
        out.name().toLowerCase(Locale.ROOT),
        errors.size(),
        medians(errors, JudgedCurves.Miss::mean),
        medians(errors, JudgedCurves.Miss::half),
        100 * errors.stream().mapToDouble(JudgedCurves.Miss::contained).average().orElse(0));
  }

  private static String medians(
      List<JudgedCurves.Miss> errors, ToDoubleFunction<JudgedCurves.Miss> value) {
    List<Double> sorted =
        errors.stream().map(value::applyAsDouble).sorted(Comparator.naturalOrder()).toList();
    return sorted.isEmpty()
        ? "–"
        : "%.1f / %.1f %%"
            .formatted(
                100 * sorted.get(sorted.size() / 2), 100 * sorted.get(sorted.size() * 9 / 10));
  }

  private List<Judged> judged(LeftOut out) {
    return Judged.crossValidated(tables.servers(), fits, out);
  }

  /** CPU models with more than one result. */
  private Set<String> known() {
    Set<String> known = new HashSet<>();
    Judged.counts(tables.servers(), LeftOut.CPU)
        .forEach(
            (cpu, count) -> {
              if (count > 1) {
                known.add(cpu);
              }
            });
    return known;
  }

  private static boolean isRecent(Judged judged) {
    return judged.server().month().compareTo(RECENT) >= 0;
  }

  private static boolean within(double steps, double low, double high) {
    return low <= steps && steps <= high;
  }

  private static double share(List<Judged> judged, Predicate<Judged> right) {
    return (double) judged.stream().filter(right).count() / Math.max(1, judged.size());
  }

  private static String errors(List<Judged> judged, ToDoubleFunction<Judged> error) {
    ToDoubleFunction<Judged> size = j -> Math.abs(error.applyAsDouble(j));
    return "%.1f / %.1f %%"
        .formatted(
            100 * Judged.quantile(judged, size, 0.5), 100 * Judged.quantile(judged, size, 0.9));
  }

  /** The annotation that is missed is in a library that is not on the class path. */
  @SuppressWarnings("AnnotateFormatMethod")
  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
