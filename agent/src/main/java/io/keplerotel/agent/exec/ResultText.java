// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.exec.Result.EstimateNote;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A result for people, in lines of at most 80 columns but for names and notes. */
public final class ResultText {
  private static final int DIGITS = 4;
  private static final int COMMAND = 60;
  private static final double UJ_PER_J = 1e6;

  private final Result result;
  private final List<String> lines = new ArrayList<>();

  private ResultText(Result result) {
    this.result = result;
  }

  /** Its lines; that a limit is exceeded is left to whoever prints them. */
  public static List<String> of(Outcome outcome) {
    Result result = outcome.result();
    ResultText text = new ResultText(result);
    text.head();
    Run run = result.runs().getLast();
    if (result.runs().size() > 1) {
      text.spread();
      text.lines.add("");
      text.lines.add("The last run:");
    }
    text.figures(run);
    if (result.runs().size() == 1) {
      text.tariff(run.joules(), "");
    }
    text.lines.add("");
    text.zones(run);
    text.context(run);
    outcome.comparison().map(ComparisonText::of).ifPresent(text.lines::addAll);
    text.notes();
    return text.lines;
  }

  private void head() {
    String command = PlainText.of(String.join(" ", result.command()), COMMAND);
    int runs = result.runs().size();
    lines.add("");
    lines.add("kepler-agent exec: " + command + (runs > 1 ? " (" + runs + " runs)" : ""));
    if (result.isEstimated()) {
      lines.add(
          "ESTIMATED, not measured%s"
              .formatted(result.estimate().map(ResultText::model).orElse("")));
      result.estimate().ifPresent(this::sureness);
    }
    lines.add("");
  }

  private static String model(EstimateNote from) {
    return ": %s (%s)".formatted(PlainText.of(from.model()), from.evidence());
  }

  private void sureness(EstimateNote from) {
    result
        .joules()
        .ifPresent(
            joules ->
                lines.add(
                    "In about 9 of 10 cases the true energy is between %s and %s J,"
                        .formatted(digits(joules.low(), 3), digits(joules.high(), 3))));
    lines.add(
        "because the whole machine may take %s to %s W at this load."
            .formatted(digits(from.watts().low(), 3), digits(from.watts().high(), 3)));
  }

  private void spread() {
    lines.add("%-12s %10s %10s %10s %10s".formatted("", "median", "min", "max", "std. dev."));
    for (Figure figure : Figure.values()) {
      Spread spread = result.spread(figure);
      lines.add(
          "%-12s %10s %10s %10s %10s %s"
              .formatted(
                  figure.words,
                  digits(spread.median(), DIGITS),
                  digits(spread.least(), DIGITS),
                  digits(spread.most(), DIGITS),
                  digits(spread.deviation(), 3),
                  figure.unit));
    }
    int all = result.runs().size();
    int counted = result.counted().size();
    if (counted < all) {
      lines.add("Of the runs that succeeded: %d of %d.".formatted(counted, all));
    }
    tariff(result.spread(Figure.JOULES).median(), "the median, ");
  }

  private void figures(Run run) {
    long energyUj = run.energyUj();
    figure("time", run.seconds(), "s", run.status() == 0 ? "" : "exit status " + run.status());
    figure("CPU time", run.cpuSeconds(), "s", cpus(run));
    figure("energy", run.joules(), "J", digits(Tariff.kwh(energyUj), 3) + " kWh");
    figure("mean power", run.meanWatts(), "W", "peak " + digits(run.peakWatts(), DIGITS) + " W");
  }

  private void tariff(double joules, String of) {
    Tariff tariff = result.tariff();
    long energyUj = Math.round(joules * UJ_PER_J);
    OptionalDouble cost = tariff.cost(energyUj);
    if (cost.isPresent()) {
      figure(
          "cost",
          cost.getAsDouble(),
          PlainText.of(tariff.currency()),
          of + "at %s a kWh".formatted(digits(tariff.pricePerKwh().orElse(0), DIGITS)));
    }
    OptionalDouble grams = tariff.grams(energyUj);
    if (grams.isPresent()) {
      figure(
          "CO2e",
          grams.getAsDouble(),
          "g",
          of + "at %s g a kWh".formatted(digits(tariff.gramsPerKwh().orElse(0), DIGITS)));
    }
  }

  private static String cpus(Run run) {
    double cpus = run.wallNs() <= 0 ? 0 : run.cpuSeconds() / run.seconds();
    return String.format(Locale.ROOT, "%.2f CPUs", cpus);
  }

  private void figure(String name, double value, String unit, String beside) {
    String line = "%-12s %12s %-4s %s".formatted(name, digits(value, DIGITS), unit, beside);
    lines.add(line.stripTrailing());
  }

  private void zones(Run run) {
    lines.add("%-20s %12s %10s  %s".formatted("zone", "joules", "watts", "source"));
    for (ZoneUse use : run.zones()) {
      double joules = use.commandUj() / 1e6;
      double watts = run.wallNs() <= 0 ? 0 : joules / run.seconds();
      String id = PlainText.of(use.zone().id(), 40);
      lines.add(
          "%-20s %12s %10s  %s%s"
              .formatted(
                  use.zone().component().inTotal() ? id : "(" + id + ")",
                  digits(joules, DIGITS),
                  digits(watts, DIGITS),
                  use.zone().source(),
                  use.zone().provenance() == Provenance.MEASURED ? "" : ", estimated"));
    }
    if (run.zones().stream().anyMatch(use -> !use.zone().component().inTotal())) {
      lines.add("(…): overlaps another zone, and is not in the sum");
    }
  }

  private void context(Run run) {
    lines.add("");
    lines.add(
        "Meanwhile the machine used %s J idle, and %s J for others."
            .formatted(digits(run.idleUj() / 1e6, DIGITS), digits(run.othersUj() / 1e6, DIGITS)));
    lines.add("The command's energy is what its CPU time added to idle; idle is not shared out.");
  }

  private void notes() {
    result.notes().forEach(note -> lines.add("note: " + PlainText.of(note)));
  }

  private static String digits(double figure, int digits) {
    return Decimals.significant(figure, digits);
  }
}
