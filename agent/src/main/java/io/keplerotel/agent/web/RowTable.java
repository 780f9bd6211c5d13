// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The table of workloads, pods or processes, as the template has names for it. */
final class RowTable {
  private static final int SHOWN = 20;
  private static final String NUMBER = "n";
  private static final String WIDE_NUMBER = "n w";

  private final PageQuery query;
  private final Selection selection;
  private final List<Row> rows;
  private final Costs costs;
  private final boolean isProcess;
  private final Set<String> wholes;
  private final double mostWatts;
  private final Figures.Unit unit;

  /** Of the rows that the query selects, in its order: at least one. */
  RowTable(LiveView view, PageQuery query, Costs costs, List<Row> rows) {
    this.query = query;
    this.selection = query.selection(view);
    this.rows = rows;
    this.costs = costs;
    this.isProcess = rows.getFirst().kind() == Kind.PROCESS;
    this.wholes = view.rows().stream().map(Row::parent).collect(Collectors.toSet());
    this.mostWatts = rows.stream().mapToDouble(row -> row.power().total()).max().orElse(0);
    this.unit = Figures.Unit.of(rows.stream().mapToDouble(Row::joules).max().orElse(0));
  }

  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    values.put("caption", caption());
    values.put("more", rows.size() > SHOWN ? more() : false);
    values.put("namespaces", any(row -> !row.namespace().isEmpty()));
    values.put("owners", any(row -> !row.owner().isEmpty()));
    values.put("isProcess", isProcess);
    values.put("columns", columns());
    values.put(
        "rows", rows.stream().limit(query.all() ? rows.size() : SHOWN).map(this::row).toList());
    return values;
  }

  private String caption() {
    String what = query.filter().isEmpty() ? "" : " that have “" + query.filter() + "”";
    return query.all() || rows.size() <= SHOWN
        ? "All %d rows%s.".formatted(rows.size(), what)
        : "The first %d of %d rows%s.".formatted(SHOWN, rows.size(), what);
  }

  private Map<String, Object> more() {
    return Map.of(
        "href",
        query.showing(!query.all()).href(),
        "text",
        query.all() ? "Show the first " + SHOWN : "Show all");
  }

  /** Outside Kubernetes the last two would be empty. */
  private List<Map<String, Object>> columns() {
    List<Map<String, Object>> columns = new ArrayList<>();
    columns.add(column("Name", Order.NAME, ""));
    columns.add(column("Power, W", Order.WATTS, NUMBER));
    columns.add(column("idle", WIDE_NUMBER));
    columns.add(column("dynamic", Order.DYNAMIC, WIDE_NUMBER));
    columns.add(column("CPUs", Order.CPU, WIDE_NUMBER));
    columns.add(column("Energy, " + unit.symbol(), Order.JOULES, NUMBER));
    costs.titles().forEach(title -> columns.add(column(title, WIDE_NUMBER)));
    if (any(row -> !row.namespace().isEmpty())) {
      columns.add(column("Namespace", ""));
    }
    if (any(row -> !row.owner().isEmpty())) {
      columns.add(column(isProcess ? "In" : "Owner", "w"));
    }
    return columns;
  }

  private Map<String, Object> column(String title, Order order, String style) {
    String sorted = order == Order.NAME ? "ascending" : "descending";
    return Map.of(
        "title",
        title,
        "style",
        style,
        "href",
        query.by(order).href(),
        "sorted",
        query.order() == order ? sorted : "");
  }

  private static Map<String, Object> column(String title, String style) {
    return Map.of("title", title, "style", style, "href", "", "sorted", "");
  }

  private Map<String, Object> row(Row row) {
    Map<String, Object> values = StartPageValues.watts(row.power());
    values.put("key", row.kind() + row.id());
    values.put("id", row.id());
    values.put("name", row.name());
    values.put("href", hasParts(row) ? query.of(selection.inside(row)).href() : "");
    values.put("share", Figures.percent(row.power().total(), mostWatts));
    values.put("cpus", Figures.number(row.cpus()));
    values.put("energy", unit.figure(row.joules()));
    values.put("costs", costs.figures(row.joules()));
    values.put("namespace", row.namespace());
    values.put("owner", row.owner());
    return values;
  }

  private boolean hasParts(Row row) {
    return row.kind() != Kind.PROCESS && !row.id().isEmpty() && wholes.contains(row.id());
  }

  private boolean any(Predicate<Row> wanted) {
    return rows.stream().anyMatch(wanted);
  }
}
