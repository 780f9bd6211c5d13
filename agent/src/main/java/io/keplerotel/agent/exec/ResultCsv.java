// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.exec.Result.EstimateNote;
import io.keplerotel.agent.model.CsvLine;
import io.keplerotel.agent.model.Tariff;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A result as comma-separated values (RFC 4180): a row for each run. */
public final class ResultCsv {
  private static final List<String> COLUMNS =
      List.of(
          "run",
          "started_at",
          "exit_status",
          "seconds",
          "cpu_seconds",
          "joules",
          "kwh",
          "mean_watts",
          "peak_watts",
          "cost",
          "currency",
          "grams_co2e",
          "others_joules",
          "idle_joules",
          "estimated",
          "method",
          "command",
          "joules_low",
          "joules_high",
          "model",
          "evidence",
          "median_joules",
          "stddev_joules",
          "median_cpu_seconds",
          "stddev_cpu_seconds");

  private ResultCsv() {}

  /**
   * Its text, with a line's end after each row. Each zone has a column of joules at the end; the
   * name of one that overlaps others says that it is not in the sum.
   */
  public static String of(Outcome outcome) {
    Result result = outcome.result();
    Map<String, String> zones = new LinkedHashMap<>();
    for (Run run : result.runs()) {
      for (ZoneUse use : run.zones()) {
        String mark = use.zone().component().inTotal() ? "" : "_not_in_sum";
        zones.putIfAbsent(use.zone().id(), use.zone().id() + "_joules" + mark);
      }
    }
    List<String> header = new ArrayList<>(COLUMNS);
    header.addAll(zones.values());
    StringBuilder text = new StringBuilder();
    text.append(CsvLine.of(header));
    for (int i = 0; i < result.runs().size(); i++) {
      text.append(CsvLine.of(row(result, i, zones.keySet())));
    }
    return text.toString();
  }

  private static List<String> row(Result result, int number, Set<String> zones) {
    Run run = result.runs().get(number);
    Tariff tariff = result.tariff();
    List<String> cells =
        new ArrayList<>(
            List.of(
                Integer.toString(number + 1),
                run.startedAt().toString(),
                Integer.toString(run.status()),
                BigDecimal.valueOf(run.wallNs(), 9).toPlainString(),
                micro(run.cpuUs()),
                micro(run.energyUj()),
                digits(Tariff.kwh(run.energyUj())),
                digits(run.meanWatts()),
                micro(run.peakUw()),
                figure(tariff.cost(run.energyUj())),
                tariff.pricePerKwh().isPresent() ? tariff.currency() : "",
                figure(tariff.grams(run.energyUj())),
                micro(run.othersUj()),
                micro(run.idleUj()),
                Boolean.toString(result.isEstimated()),
                result.method().name().toLowerCase(Locale.ROOT),
                String.join(" ", result.command())));
    cells.addAll(sureness(result, run));
    for (String zone : zones) {
      cells.add(
          run.zones().stream()
              .filter(use -> use.zone().id().equals(zone))
              .map(use -> micro(use.commandUj()))
              .findFirst()
              .orElse(""));
    }
    return cells;
  }

  /** How sure the figures are: of an estimate, and as far as runs tell it. */
  private static List<String> sureness(Result result, Run run) {
    Optional<Likely> joules = result.joules(run);
    List<String> cells = new ArrayList<>();
    cells.add(joules.map(likely -> digits(likely.low())).orElse(""));
    cells.add(joules.map(likely -> digits(likely.high())).orElse(""));
    cells.add(result.estimate().map(EstimateNote::model).orElse(""));
    cells.add(result.estimate().map(EstimateNote::evidence).orElse(""));
    for (Figure figure : List.of(Figure.JOULES, Figure.CPU_SECONDS)) {
      Spread spread = result.spread(figure);
      cells.add(digits(spread.median()));
      cells.add(digits(spread.deviation()));
    }
    return cells;
  }

  private static String digits(double value) {
    return Decimals.significant(value, 7);
  }

  private static String figure(OptionalDouble value) {
    return value.isPresent() ? digits(value.getAsDouble()) : "";
  }

  private static String micro(long millionths) {
    return Decimals.ofMicro(millionths).toPlainString();
  }
}
