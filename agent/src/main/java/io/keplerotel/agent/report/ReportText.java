// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.exec.Decimals;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.report.Report.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for people, as text or as Markdown. */
public final class ReportText {
  private static final int NAME = 50;

  private final Report report;
  private final Layout layout;
  private final List<String> lines = new ArrayList<>();

  private ReportText(Report report) {
    this.report = report;
    this.layout = new Layout(report);
  }

  /** Lines for a terminal. */
  public static List<String> table(Report report) {
    ReportText text = new ReportText(report);
    text.lines.add(text.title());
    text.measured().ifPresent(text.lines::add);
    text.lines.add("");
    text.table();
    text.lines.add("");
    text.lines.addAll(text.rates());
    report.notes().forEach(note -> text.lines.add("note: " + PlainText.of(note)));
    return text.lines;
  }

  /** What the reader is to know, a line for each, as it stands in the table. */
  public static List<String> warnings(Report report) {
    List<String> lines = new ArrayList<>();
    new ReportText(report).measured().ifPresent(lines::add);
    report.notes().forEach(note -> lines.add("note: " + PlainText.of(note)));
    return lines;
  }

  /** Lines of Markdown. */
  public static List<String> markdown(Report report) {
    ReportText text = new ReportText(report);
    text.lines.add("### " + text.title());
    text.lines.add("");
    text.measured().ifPresent(line -> text.lines.addAll(List.of("**" + line + "**", "")));
    text.markdown();
    text.lines.add("");
    text.rates().forEach(line -> text.lines.add("- " + line));
    report.notes().forEach(note -> text.lines.add("- " + escaped(PlainText.of(note))));
    return text.lines;
  }

  private String title() {
    Question asked = report.question();
    return "Energy by %s, %s"
        .formatted(asked.by().name().toLowerCase(Locale.ROOT), asked.period().title());
  }

  private Optional<String> measured() {
    int estimating = report.fleet().estimating();
    if (estimating == 0) {
      return Optional.empty();
    }
    int nodes = report.fleet().nodes();
    Double share = report.fleet().estimatedShares().get(List.of());
    return Optional.of(
        "ESTIMATED, not measured, on %d of %s%s"
            .formatted(
                estimating,
                nodes == 1 ? "1 node" : nodes + " nodes",
                share == null ? "" : ": " + percent(share) + " % of the kWh"));
  }

  /** What is not nothing is not said to be nothing, and what is not all not all. */
  private static String percent(double share) {
    double percent = share > 0 ? Math.max(0.1, 100 * share) : 0;
    return Decimals.significant(share < 1 ? Math.min(99.9, percent) : 100, 3);
  }

  private List<String> rates() {
    Rates rates = report.question().rates();
    List<String> said = new ArrayList<>();
    Row total = report.total();
    rates
        .pue()
        .ifPresent(
            pue ->
                said.add(
                    "PUE: %s; cost and CO2e are of the kWh with it"
                        .formatted(rate(pue, mean(total.facilityKwh(), total.kwh()), ""))));
    rates
        .price()
        .ifPresent(
            price ->
                said.add(
                    "price: "
                        + rate(
                            price,
                            mean(total.cost().orElse(0), total.facilityKwh()),
                            " " + PlainText.of(rates.currency(), NAME) + " a kWh")));
    rates
        .grid()
        .ifPresent(
            grid ->
                said.add(
                    "grid intensity: "
                        + rate(
                            grid,
                            mean(total.gramsCo2e().orElse(0), total.facilityKwh()),
                            " g a kWh")));
    said.replaceAll(PlainText::of);
    return said;
  }

  /** What is the same at all times is said once. */
  private static String rate(Rate rate, String mean, String unit) {
    return rate.isConstant()
        ? rate.name() + unit
        : rate.name() + "; " + mean + unit + " in the mean";
  }

  private static String mean(double sum, double kwh) {
    return Decimals.significant(kwh > 0 ? sum / kwh : 0, 4);
  }

  private void table() {
    List<List<String>> all = new ArrayList<>(List.of(layout.head()));
    layout.rows().forEach(row -> all.add(plain(row)));
    all.add(layout.total());
    int[] widths = new int[layout.head().size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String gap = " ".repeat(widths[i] - row.get(i).length());
        boolean isName = i < layout.names();
        line.append(i == 0 ? "" : "  ");
        line.append(isName ? row.get(i) : gap).append(isName ? gap : row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private static List<String> plain(List<String> row) {
    return row.stream().map(cell -> PlainText.of(cell, NAME)).toList();
  }

  private void markdown() {
    List<String> head = layout.head();
    lines.add(line(head));
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < head.size(); i++) {
      marks.add(i < layout.names() ? "---" : "---:");
    }
    lines.add(line(marks));
    layout.rows().forEach(row -> lines.add(line(plain(row))));
    lines.add(
        line(
            layout.total().stream()
                .map(cell -> cell.isEmpty() ? "" : "**" + cell + "**")
                .toList()));
  }

  private static String line(List<String> cells) {
    return "| "
        + String.join(
            " | ",
            cells.stream().map(cell -> cell.startsWith("**") ? cell : escaped(cell)).toList())
        + " |";
  }

  private static String escaped(String text) {
    return text.replaceAll("([|*_<>`\\[\\]\\\\])", "\\\\$1");
  }
}
