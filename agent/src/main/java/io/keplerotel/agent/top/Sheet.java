// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.ZonePower;
import io.keplerotel.agent.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;

/**
 * Writes a view as lines of plain text, none longer than the width.
 *
 * @param width columns, at least {@link #LEAST_WIDTH} are used
 */
record Sheet(int width) {
  /** What the figures need, and a name that can be told from others. */
  static final int LEAST_WIDTH = 60;

  private static final int NAMESPACE_WIDTH = 14;
  private static final int OWNER_FROM_WIDTH = 110;
  private static final int OWNER_WIDTH = 28;

  Sheet {
    width = Math.max(LEAST_WIDTH, width);
  }

  /** The node: its power, and its zones. */
  List<String> head(LiveView view) {
    List<String> lines = new ArrayList<>();
    if (view.zones().isEmpty()) {
      lines.add(fit(view.node() + "  no energy is metered"));
    } else {
      lines.add(
          fit(
              "%s  %s W = %s idle + %s dynamic  %s of %d CPUs busy%s"
                  .formatted(
                      view.node(),
                      figure(view.power().total()),
                      figure(view.power().idle()),
                      figure(view.power().dynamic()),
                      figure(view.busyCpus()),
                      view.cpus(),
                      view.estimated() ? "  (estimated)" : "")));
      lines.add(
          fit(
              "unattributed %s  ".formatted(figure(view.unattributed().total()))
                  + view.zones().stream().map(Sheet::zone).collect(Collectors.joining("  "))));
    }
    return lines;
  }

  /** The names of the columns. */
  String titles(Choice choice) {
    return columns(
        choice.kind(),
        new String[] {"WATTS", "IDLE", "DYNAMIC", "CPUS", "JOULES"},
        choice.kind() == Kind.PROCESS ? "PID" : "NAMESPACE",
        choice.kind().title().toUpperCase(Locale.ROOT),
        choice.kind() == Kind.PROCESS ? width < OWNER_FROM_WIDTH ? "" : "IN" : "OWNER");
  }

  /** One row. */
  String row(Row row, Kind kind) {
    return columns(
        kind,
        new String[] {
          figure(row.power().total()),
          figure(row.power().idle()),
          figure(row.power().dynamic()),
          figure(row.cpus()),
          joules(row.joules())
        },
        kind == Kind.PROCESS ? row.id() : row.namespace(),
        row.name(),
        row.owner());
  }

  /** Everything, for what is no terminal. */
  List<String> all(LiveView view, Choice choice) {
    List<String> lines = new ArrayList<>(head(view));
    lines.add(titles(choice));
    choice.rows(view).forEach(row -> lines.add(row(row, choice.kind())));
    return lines;
  }

  /** Cuts what is too long, visibly. */
  String fit(String text) {
    return fit(text, width);
  }

  private String columns(Kind kind, String[] figures, String where, String name, String owner) {
    StringBuilder line = new StringBuilder();
    line.append(
        "%8s %7s %8s %6s %9s  "
            .formatted(figures[0], figures[1], figures[2], figures[3], figures[4]));
    if (kind != Kind.UNIT) {
      line.append(pad(where, kind == Kind.PROCESS ? 8 : NAMESPACE_WIDTH)).append(' ');
    }
    boolean owners = width >= OWNER_FROM_WIDTH && kind != Kind.UNIT;
    if (owners) {
      line.append(
              pad(
                  name,
                  Math.max(8, width - new AttributedString(line).columnLength() - OWNER_WIDTH - 1)))
          .append(' ')
          .append(owner);
    } else if (kind == Kind.PROCESS && !owner.isEmpty()) {
      line.append(name).append(" in ").append(owner);
    } else {
      line.append(name);
    }
    return fit(line.toString().stripTrailing());
  }

  private static String pad(String text, int columns) {
    String filled = fit(text, columns) + " ".repeat(columns);
    return new AttributedString(filled).columnSubSequence(0, columns).toString();
  }

  /** Some characters take two columns of a terminal, and some none. */
  private static String fit(String text, int columns) {
    AttributedString plain = new AttributedString(PlainText.of(text));
    return plain.columnLength() <= columns
        ? plain.toString()
        : PlainText.of(text, plain.columnSubSequence(0, columns - 1).length() + 1);
  }

  private static String zone(ZonePower zone) {
    return zone.id() + " " + figure(zone.power().total());
  }

  private static String figure(double value) {
    return String.format(
        Locale.ROOT, value >= 1_000 ? "%.0f" : value >= 100 ? "%.1f" : "%.2f", value);
  }

  private static String joules(double value) {
    return String.format(Locale.ROOT, value >= 10_000 ? "%.0f" : "%.1f", value);
  }
}
