// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.exec.Decimals;
import io.keplerotel.agent.model.CsvLine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A report as comma-separated values (RFC 4180): a row for each, without a total. */
public final class ReportCsv {
  private static final List<String> FIGURES =
      List.of(
          "kwh",
          "kwh_with_pue",
          "share",
          "cost",
          "currency",
          "kg_co2e",
          "hours",
          "hours_of_period",
          "estimated_share");

  private final Report report;

  private ReportCsv(Report report) {
    this.report = report;
  }

  /** Its text, with a line's end after each row; times with their offset. */
  public static String of(Report report) {
    return new ReportCsv(report).text();
  }

  private String text() {
    List<String> head = new ArrayList<>(List.of("from", "to"));
    head.addAll(report.question().by().columns());
    head.addAll(FIGURES);
    StringBuilder text = new StringBuilder(CsvLine.of(head));
    report.rows().forEach(row -> text.append(CsvLine.of(cells(row))));
    return text.toString();
  }

  private List<String> cells(Row row) {
    Period period = report.question().period();
    Rates rates = report.question().rates();
    List<String> cells =
        new ArrayList<>(List.of(period.iso(period.from()), period.iso(period.until())));
    cells.addAll(row.key());
    cells.add(Decimals.significant(row.kwh(), 7));
    cells.add(Decimals.significant(row.facilityKwh(), 7));
    cells.add(Decimals.significant(report.share(row), 7));
    cells.add(figure(row.cost(), 1));
    cells.add(rates.price().isPresent() ? rates.currency() : "");
    cells.add(figure(row.gramsCo2e(), 1000));
    cells.add(Integer.toString(row.hours()));
    cells.add(Integer.toString(period.hours()));
    cells.add(figure(report.estimatedShare(row), 1));
    return cells;
  }

  private static String figure(OptionalDouble value, double unit) {
    return value.isPresent() ? Decimals.significant(value.getAsDouble() / unit, 7) : "";
  }
}
