// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.CsvLine;
import io.keplerotel.agent.model.Tariff;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

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
          "command");

  private ResultCsv() {}

  /** Its text, with a line's end after each row. Each zone has a column of joules at the end. */
  public static String of(Result result) {
    List<String> zones =
        result.runs().stream()
            .flatMap(run -> run.zones().stream())
            .map(use -> use.zone().id())
            .distinct()
            .toList();
    List<String> header = new ArrayList<>(COLUMNS);
    zones.forEach(zone -> header.add(zone + "_joules"));
    StringBuilder text = new StringBuilder();
    text.append(CsvLine.of(header));
    for (int i = 0; i < result.runs().size(); i++) {
      text.append(CsvLine.of(row(result, i, zones)));
    }
    return text.toString();
  }

  private static List<String> row(Result result, int number, List<String> zones) {
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
                Decimals.significant(Tariff.kwh(run.energyUj()), 7),
                Decimals.significant(run.meanWatts(), 7),
                micro(run.peakUw()),
                figure(tariff.cost(run.energyUj())),
                tariff.pricePerKwh().isPresent() ? tariff.currency() : "",
                figure(tariff.grams(run.energyUj())),
                micro(run.othersUj()),
                micro(run.idleUj()),
                Boolean.toString(result.isEstimated()),
                result.method().name().toLowerCase(Locale.ROOT),
                String.join(" ", result.command())));
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

  private static String figure(OptionalDouble value) {
    return value.isPresent() ? Decimals.significant(value.getAsDouble(), 7) : "";
  }

  private static String micro(long millionths) {
    return Decimals.ofMicro(millionths).toPlainString();
  }
}
