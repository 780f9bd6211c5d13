// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.ZonePower;
import java.util.List;
import java.util.stream.Collectors;

/** The parts of the start page that show power. */
final class PowerHtml {
  private static final int SHOWN = 20;
  private static final int CLOCK_LENGTH = 8;

  private PowerHtml() {}

  /** The node's power, as a figure and as a bar. */
  static String power(LiveView view) {
    if (view.zones().isEmpty()) {
      return "<p class=\"figure\">no energy is metered</p>";
    }
    Power power = view.power();
    return """
        <p class="figure"><strong>%s W</strong>%s</p>
        <div class="bar" role="img" aria-label="%s W idle, %s W dynamic"><span class="idle" style="width:%s%%"></span><span class="dynamic" style="width:%s%%"></span></div>
        <p>%s W idle + %s W dynamic, %s W of it nobody's; %s of %d CPUs busy; mean of the last %s s, at <time datetime="%s">%s UTC</time>.</p>
        """
        .formatted(
            watts(power.total()),
            view.estimated()
                ? " <span class=\"badge\" title=\"By a model of machines like this one; no sensor was found.\">estimated</span>"
                : "",
            watts(power.idle()),
            watts(power.dynamic()),
            percent(power.idle(), power.total()),
            percent(power.dynamic(), power.total()),
            watts(power.idle()),
            watts(power.dynamic()),
            watts(view.unattributed().total()),
            number(view.busyCpus()),
            view.cpus(),
            Math.round(view.seconds()),
            StartPage.escape(view.at()),
            StartPage.escape(clock(view.at())));
  }

  /** The rows of this kind that use most. */
  static String table(Kind kind, LiveView view) {
    List<Row> rows = view.rows(kind);
    if (rows.isEmpty()) {
      return "<p class=\"empty\">There are no " + kind.title() + " here.</p>";
    }
    double most = Math.max(1e-9, rows.getFirst().power().total());
    // Outside Kubernetes these two columns would be empty.
    boolean namespaces = rows.stream().anyMatch(row -> !row.namespace().isEmpty());
    boolean owners = rows.stream().anyMatch(row -> !row.owner().isEmpty());
    return """
        <table>
        <caption>%s</caption>
        <thead><tr><th scope="col">Name</th><th scope="col" class="n">Power, W</th><th scope="col" class="n">idle</th><th scope="col" class="n">dynamic</th><th scope="col" class="n">CPUs</th><th scope="col" class="n">Energy, J</th>%s%s</tr></thead>
        <tbody>
        %s
        </tbody>
        </table>
        """
        .formatted(
            rows.size() > SHOWN
                ? "The %d of %d %s that use most".formatted(SHOWN, rows.size(), kind.title())
                : "All " + kind.title() + " by power",
            namespaces ? "<th scope=\"col\">Namespace</th>" : "",
            owners
                ? "<th scope=\"col\">%s</th>".formatted(kind == Kind.PROCESS ? "In" : "Owner")
                : "",
            rows.stream()
                .limit(SHOWN)
                .map(
                    row ->
                        "<tr>"
                            + figures(row, most)
                            + (namespaces ? cell(row.namespace()) : "")
                            + (owners ? cell(row.owner()) : "")
                            + "</tr>")
                .collect(Collectors.joining("\n")));
  }

  /** Each metered zone. */
  static String zones(LiveView view) {
    return view.zones().stream().map(PowerHtml::zone).collect(Collectors.joining("\n"));
  }

  private static String figures(Row row, double most) {
    return "<th scope=\"row\" title=\"%s\">%s%s</th><td class=\"n\"><span class=\"meter\" style=\"width:%s%%\"></span>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td>"
        .formatted(
            StartPage.escape(row.id()),
            StartPage.escape(row.name()),
            row.kind() == Kind.PROCESS ? " <small>" + StartPage.escape(row.id()) + "</small>" : "",
            percent(row.power().total(), most),
            watts(row.power().total()),
            watts(row.power().idle()),
            watts(row.power().dynamic()),
            number(row.cpus()),
            "%,.0f".formatted(row.joules()));
  }

  private static String cell(String text) {
    return "<td>" + StartPage.escape(text) + "</td>";
  }

  private static String zone(ZonePower zone) {
    return "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td>%s by %s</td></tr>"
        .formatted(
            StartPage.escape(zone.id()),
            watts(zone.power().total()),
            watts(zone.power().idle()),
            watts(zone.power().dynamic()),
            StartPage.escape(zone.provenance()),
            StartPage.escape(zone.source()));
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
