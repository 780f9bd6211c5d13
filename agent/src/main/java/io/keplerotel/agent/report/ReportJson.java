// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.exec.Decimals;
import java.util.List;
import java.util.Locale;

/** A report for programs: one JSON object. */
public final class ReportJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Report report;

  private ReportJson(Report report) {
    this.report = report;
  }

  /** Its text, with a line's end. */
  public static String of(Report report) {
    return new ReportJson(report).whole().toPrettyString() + "\n";
  }

  private ObjectNode whole() {
    Report.Question asked = report.question();
    Period period = asked.period();
    ObjectNode node = NODES.objectNode();
    node.put("by", asked.by().name().toLowerCase(Locale.ROOT));
    node.put("period", period.name());
    node.put("from", period.iso(period.from()));
    node.put("to", period.iso(period.until()));
    node.put("complete", !period.isRunning() && report.total().hours() == period.hours());
    node.put("hours", report.total().hours());
    node.put("hours_of_period", period.hours());
    node.put("agents", report.fleet().nodes());
    node.put("agents_estimating", report.fleet().estimating());
    node.put("agents_unknown", report.fleet().unknown());
    node.put("agents_with_gaps", report.fleet().withGaps());
    Rates rates = asked.rates();
    rates
        .price()
        .ifPresent(price -> node.put("price", price.name()).put("currency", rates.currency()));
    rates.grid().ifPresent(grid -> node.put("grid", grid.name()));
    rates.pue().ifPresent(pue -> node.put("pue", pue.name()));
    ArrayNode rows = node.putArray("rows");
    report.rows().forEach(row -> rows.add(row(row)));
    node.set("total", row(report.total()));
    ArrayNode notes = node.putArray("notes");
    report.notes().forEach(notes::add);
    return node;
  }

  private ObjectNode row(Row row) {
    ObjectNode node = NODES.objectNode();
    List<String> columns = report.question().by().columns();
    for (int i = 0; i < row.key().size(); i++) {
      node.put(columns.get(i), row.key().get(i));
    }
    node.put("kwh", Decimals.of(row.kwh()));
    node.put("kwh_with_pue", Decimals.of(row.facilityKwh()));
    node.put("share", Decimals.of(report.share(row)));
    row.cost().ifPresent(cost -> node.put("cost", Decimals.of(cost)));
    row.gramsCo2e().ifPresent(grams -> node.put("kg_co2e", Decimals.of(grams / 1000)));
    node.put("hours", row.hours());
    report.estimatedShare(row).ifPresent(share -> node.put("estimated_share", Decimals.of(share)));
    return node;
  }
}
