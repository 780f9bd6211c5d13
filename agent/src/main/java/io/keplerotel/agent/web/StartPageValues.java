// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.ZonePower;
import io.keplerotel.agent.live.Selection;
import io.keplerotel.agent.status.Health;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the template of the start page has names for. A list stands for its items, {@code false} and
 * an empty text leave a part away; the template escapes.
 */
final class StartPageValues {
  private static final int CLOCK_LENGTH = 8;
  private static final int DATE_LENGTH = 10;
  private static final int MINUTES_LENGTH = 5;

  /** A page of so many rows may be renewed often; one of more, now and then. */
  private static final int FEW_ROWS = 200;

  private static final int RENEW_S = 2;
  private static final int RENEW_MANY_S = 10;

  private final LiveView view;
  private final PageQuery query;
  private final Costs costs;
  private final Selection selection;

  StartPageValues(LiveView view, PageQuery query, Costs costs) {
    this.view = view;
    this.query = query;
    this.costs = costs;
    this.selection = query.selection(view);
  }

  Map<String, Object> of(Health ready, List<String> state) {
    List<Row> rows = selection.rows(view);
    Map<String, Object> values = new HashMap<>();
    values.put("node", view.node());
    values.put("title", selection.kind().title());
    values.put("power", view.zones().isEmpty() ? false : power());
    values.put("graph", view.past().size() < 2 ? false : PowerGraph.of(view.past(), view.at()));
    values.put("tabs", tabs());
    values.put("hidden", query.besidesFilter().entrySet().stream().map(e -> hidden(e)).toList());
    values.put("filter", query.filter());
    values.put("crumbs", query.within().isEmpty() ? false : crumbs());
    values.put("nothing", nothing());
    values.put("table", rows.isEmpty() ? false : new RowTable(view, query, costs, rows).values());
    values.put("renewSeconds", query.all() && rows.size() > FEW_ROWS ? RENEW_MANY_S : RENEW_S);
    values.put("zones", view.zones().stream().map(StartPageValues::zone).toList());
    values.put("ready", ready.good());
    values.put("state", state);
    return values;
  }

  /** Total, idle and dynamic. */
  static Map<String, Object> watts(Power power) {
    return new HashMap<>(
        Map.of(
            "total", Figures.watts(power.total()),
            "idle", Figures.watts(power.idle()),
            "dynamic", Figures.watts(power.dynamic())));
  }

  private Map<String, Object> power() {
    Map<String, Object> values = watts(view.power());
    Figures.Unit unit = Figures.Unit.of(view.total().joules());
    values.put("estimated", view.estimated());
    values.put("idleShare", Figures.percent(view.power().idle(), view.power().total()));
    values.put("dynamicShare", Figures.percent(view.power().dynamic(), view.power().total()));
    values.put("unattributed", Figures.watts(view.unattributed().total()));
    values.put("busyCpus", Figures.number(view.busyCpus()));
    values.put("cpus", view.cpus());
    values.put("seconds", Math.round(view.seconds()));
    values.put("at", view.at());
    values.put("clock", clock(view.at(), CLOCK_LENGTH));
    values.put("energy", unit.figure(view.total().joules()) + " " + unit.symbol());
    values.put("costs", costs.words(view.total().joules()));
    values.put("since", since(view.total().since()));
    return values;
  }

  private List<Map<String, Object>> tabs() {
    return Selection.KINDS.stream()
        .filter(tab -> tab != Kind.VM || !view.rows(Kind.VM).isEmpty())
        .map(
            tab ->
                Map.<String, Object>of(
                    "href", query.of(tab).href(),
                    "current", tab == selection.kind(),
                    "title", tab.title(),
                    "count", view.rows().stream().filter(row -> row.kind() == tab).count()))
        .toList();
  }

  private static Map<String, Object> hidden(Map.Entry<String, String> value) {
    return Map.of("name", value.getKey(), "value", value.getValue());
  }

  /** The way up from the parts of something. */
  private Map<String, Object> crumbs() {
    Selection up = selection.outside(view);
    return Map.of(
        "up", query.of(up).href(),
        "upTitle", view.row(up.within()).map(Row::name).orElseGet(up.kind()::title),
        "name", view.row(query.within()).map(Row::name).orElseGet(query::within));
  }

  private String nothing() {
    if (!query.filter().isEmpty()) {
      return "Nothing in %s has “%s”.".formatted(selection.kind().title(), query.filter());
    }
    boolean gone = view.row(query.within()).isEmpty();
    return query.within().isEmpty()
        ? "There are no %s here.".formatted(selection.kind().title())
        : gone ? "It has ended." : "None of its parts is shown by itself.";
  }

  private static Map<String, Object> zone(ZonePower zone) {
    Map<String, Object> values = watts(zone.power());
    values.put("id", zone.id());
    values.put("provenance", zone.provenance());
    values.put("source", zone.source());
    return values;
  }

  /** Hours, minutes and, where they fit, seconds of an ISO 8601 time. */
  private static String clock(String at, int length) {
    int begin = at.indexOf('T') + 1;
    return at.substring(begin, Math.min(at.length(), begin + length));
  }

  private static String since(String at) {
    return at.substring(0, Math.min(at.length(), DATE_LENGTH)) + " " + clock(at, MINUTES_LENGTH);
  }
}
