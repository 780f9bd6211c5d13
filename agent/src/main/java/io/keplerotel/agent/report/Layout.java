// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A report as cells of text, for people: the same for a terminal and for Markdown. */
final class Layout {
  private static final int MOST_DECIMALS = 9;

  private final Report report;
  private final int keys;
  private final boolean hasClusters;
  private final boolean hasPue;
  private final boolean hasEstimates;

  Layout(Report report) {
    this.report = report;
    this.hasClusters =
        report.question().by() == Grouping.CLUSTER
            || !report.question().by().columns().getFirst().equals("cluster")
            || report.rows().stream().anyMatch(row -> !row.key().getFirst().isEmpty());
    this.hasPue = report.question().rates().pue().isPresent();
    this.hasEstimates =
        report.question().by().level().equals("node")
            && report.fleet().estimating() + report.fleet().unknown() > 0;
    this.keys = report.question().by().columns().size() - (hasClusters ? 0 : 1);
  }

  /** How many columns at the left are names. */
  int names() {
    return keys;
  }

  /** What stands above the columns. */
  List<String> head() {
    List<String> head = new ArrayList<>(shown(report.question().by().columns()));
    head.replaceAll(name -> name.equals("owner_kind") ? "kind" : name);
    head.add("kWh");
    if (hasPue) {
      head.add("kWh with PUE");
    }
    head.add("share");
    if (report.question().rates().price().isPresent()) {
      head.add("cost " + report.question().rates().currency());
    }
    if (report.question().rates().grid().isPresent()) {
      head.add("kg CO2e");
    }
    if (hasEstimates) {
      head.add("estimated");
    }
    return head;
  }

  /** A line for each row. */
  List<List<String>> rows() {
    return report.rows().stream().map(row -> cells(row, shown(row.key()))).toList();
  }

  /** The last line. */
  List<String> total() {
    List<String> names = new ArrayList<>(List.of("total"));
    while (names.size() < keys) {
      names.add("");
    }
    return cells(report.total(), names);
  }

  private List<String> shown(List<String> key) {
    return hasClusters ? key : key.subList(1, key.size());
  }

  private List<String> cells(Row row, List<String> names) {
    Row total = report.total();
    List<String> cells = new ArrayList<>(names);
    cells.add(decimals(row.kwh(), total.kwh(), 0));
    if (hasPue) {
      cells.add(decimals(row.facilityKwh(), total.facilityKwh(), 0));
    }
    cells.add(decimals(100 * report.share(row), 100, 0) + " %");
    add(cells, row.cost(), total.cost(), 1, 2);
    add(cells, row.gramsCo2e(), total.gramsCo2e(), 1000, 0);
    if (hasEstimates) {
      OptionalDouble share = report.estimatedShare(row);
      cells.add(
          share.isPresent() ? decimals(100 * share.getAsDouble(), 100, 0) + " %" : "not known");
    }
    return cells;
  }

  private static void add(
      List<String> cells, OptionalDouble value, OptionalDouble total, double unit, int least) {
    if (value.isPresent()) {
      cells.add(decimals(value.getAsDouble() / unit, total.orElse(0) / unit, least));
    }
  }

  /** As many decimals in the whole column as the total has in four digits. */
  private static String decimals(double value, double total, int least) {
    int magnitude = total == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(total)));
    int decimals = Math.clamp(3L - magnitude, least, MOST_DECIMALS);
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
