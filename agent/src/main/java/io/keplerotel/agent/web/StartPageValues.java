// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.ZonePower;
import io.keplerotel.agent.status.Health;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the template of the start page has names for. A list stands for its items, {@code false}
 * leaves a part away; the template escapes.
 */
final class StartPageValues {
  static final List<Kind> TABS =
      List.of(Kind.CONTAINER, Kind.POD, Kind.PROCESS, Kind.UNIT, Kind.VM);

  private static final int SHOWN = 20;
  private static final int CLOCK_LENGTH = 8;

  private StartPageValues() {}

  static Map<String, Object> of(LiveView view, Kind kind, Health ready, List<String> state) {
    Map<String, Object> values = new HashMap<>();
    values.put("node", view.node());
    values.put("title", kind.title());
    values.put("power", view.zones().isEmpty() ? false : power(view));
    values.put(
        "tabs",
        TABS.stream()
            .filter(tab -> tab != Kind.VM || !view.rows(Kind.VM).isEmpty())
            .map(tab -> tab(tab, kind, view))
            .toList());
    values.put("table", view.rows(kind).isEmpty() ? false : table(kind, view.rows(kind)));
    values.put("zones", view.zones().stream().map(StartPageValues::zone).toList());
    values.put("ready", ready.good());
    values.put("state", state);
    return values;
  }

  /** Of a kind, as the address of the page has it. */
  static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> power(LiveView view) {
    Map<String, Object> values = watts(view.power());
    values.put("estimated", view.estimated());
    values.put("idleShare", percent(view.power().idle(), view.power().total()));
    values.put("dynamicShare", percent(view.power().dynamic(), view.power().total()));
    values.put("unattributed", watts(view.unattributed().total()));
    values.put("busyCpus", number(view.busyCpus()));
    values.put("cpus", view.cpus());
    values.put("seconds", Math.round(view.seconds()));
    values.put("at", view.at());
    values.put("clock", clock(view.at()));
    return values;
  }

  private static Map<String, Object> tab(Kind tab, Kind current, LiveView view) {
    return Map.of(
        "kind", name(tab),
        "current", tab == current,
        "title", tab.title(),
        "count", view.rows().stream().filter(row -> row.kind() == tab).count());
  }

  /** The rows that use most. */
  private static Map<String, Object> table(Kind kind, List<Row> rows) {
    double most = Math.max(1e-9, rows.getFirst().power().total());
    return Map.of(
        "caption",
        rows.size() > SHOWN
            ? "The %d of %d %s that use most".formatted(SHOWN, rows.size(), kind.title())
            : "All " + kind.title() + " by power",
        // Outside Kubernetes these two columns would be empty.
        "namespaces",
        rows.stream().anyMatch(row -> !row.namespace().isEmpty()),
        "owners",
        rows.stream().anyMatch(row -> !row.owner().isEmpty()),
        "ownerTitle",
        kind == Kind.PROCESS ? "In" : "Owner",
        "isProcess",
        kind == Kind.PROCESS,
        "rows",
        rows.stream().limit(SHOWN).map(row -> row(row, most)).toList());
  }

  private static Map<String, Object> row(Row row, double most) {
    Map<String, Object> values = watts(row.power());
    values.put("id", row.id());
    values.put("name", row.name());
    values.put("share", percent(row.power().total(), most));
    values.put("cpus", number(row.cpus()));
    values.put("joules", "%,.0f".formatted(row.joules()));
    values.put("namespace", row.namespace());
    values.put("owner", row.owner());
    return values;
  }

  private static Map<String, Object> zone(ZonePower zone) {
    Map<String, Object> values = watts(zone.power());
    values.put("id", zone.id());
    values.put("provenance", zone.provenance());
    values.put("source", zone.source());
    return values;
  }

  private static Map<String, Object> watts(Power power) {
    return new HashMap<>(
        Map.of(
            "total", watts(power.total()),
            "idle", watts(power.idle()),
            "dynamic", watts(power.dynamic())));
  }

  /** Hours, minutes and seconds of an ISO 8601 time. */
  private static String clock(String at) {
    int begin = at.indexOf('T') + 1;
    return at.substring(begin, Math.min(at.length(), begin + CLOCK_LENGTH));
  }

  private static String watts(double watts) {
    return watts >= 100 ? "%.0f".formatted(watts) : number(watts);
  }

  private static String number(double value) {
    return value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
  }

  private static String percent(double part, double whole) {
    return "%.1f".formatted(whole <= 0 ? 0 : Math.clamp(100 * part / whole, 0.0, 100.0));
  }
}
