// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.LiveView.ZonePower;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Selection;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.top.Column.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * Writes a view as lines, none longer than the width: names first where it is narrow, all figures
 * where they fit.
 *
 * @param width columns, at least {@link #LEAST_WIDTH} are used
 * @param form with pictures on a screen, without in a pipe
 */
record Sheet(int width, Form form) {
  /** A name that can be told from others, and its power. */
  static final int LEAST_WIDTH = 24;

  private static final int NARROW = 60;
  private static final int WIDE = 110;
  private static final int NUMBER_WIDTH = 8;
  private static final int BAR_WIDTH = 15;
  private static final int NAMESPACE_WIDTH = 14;
  private static final int PID_WIDTH = 8;
  private static final int OWNER_WIDTH = 28;
  private static final String MARK = "▾";

  /** How it is shown. */
  enum Form {
    TEXT,
    SCREEN
  }

  Sheet {
    width = Math.max(LEAST_WIDTH, width);
  }

  /** The node: its power, and its zones. */
  List<String> head(LiveView view) {
    if (view.zones().isEmpty()) {
      return List.of(fit(view.node() + "  no energy is metered"));
    }
    String estimated = view.estimated() ? "  (estimated)" : "";
    String power =
        width < NARROW
            ? "%s  %s W%s".formatted(view.node(), figure(view.power().total()), estimated)
            : "%s  %s W = %s idle + %s dynamic  %s of %d CPUs busy%s"
                .formatted(
                    view.node(),
                    figure(view.power().total()),
                    figure(view.power().idle()),
                    figure(view.power().dynamic()),
                    figure(view.busyCpus()),
                    view.cpus(),
                    estimated);
    String zones =
        "unattributed %s  ".formatted(figure(view.unattributed().total()))
            + view.zones().stream().map(Sheet::zone).collect(Collectors.joining("  "));
    return List.of(fit(power), fit(zones));
  }

  /** The names of the columns. */
  AttributedString titles(Choice choice, List<Line> lines) {
    return join(columns(choice, lines), column -> new AttributedString(column.title()));
  }

  /** Some of the lines, below the titles of all. */
  List<AttributedString> rows(Choice choice, List<Line> all, List<Line> shown) {
    List<Column> columns = columns(choice, all);
    return shown.stream().map(line -> join(columns, column -> column.cell().apply(line))).toList();
  }

  /** Everything, for what is no terminal. */
  List<String> all(LiveView view, Choice choice) {
    List<Line> lines = choice.lines(view);
    List<String> text = new ArrayList<>(head(view));
    text.add(titles(choice, lines).toString().stripTrailing());
    rows(choice, lines, lines).forEach(row -> text.add(row.toString().stripTrailing()));
    return text;
  }

  /** Cuts what is too long, visibly. */
  String fit(String text) {
    return Column.fit(new AttributedString(PlainText.of(text)), width).toString();
  }

  private static AttributedString join(
      List<Column> columns, Function<Column, AttributedString> text) {
    AttributedStringBuilder out = new AttributedStringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      out.append(" ".repeat(i == 0 ? 0 : columns.get(i - 1).gapBefore(columns.get(i).side())));
      columns.get(i).write(out, text.apply(columns.get(i)));
    }
    return out.toAttributedString();
  }

  /** What these take, and the gap behind them. */
  private static int taken(List<Column> columns) {
    int taken = 0;
    for (int i = 0; i < columns.size(); i++) {
      boolean last = i == columns.size() - 1;
      taken +=
          columns.get(i).width()
              + columns.get(i).gapBefore(last ? Side.LEFT : columns.get(i + 1).side());
    }
    return taken;
  }

  private List<Column> columns(Choice choice, List<Line> lines) {
    Selection selection = choice.selection();
    boolean isProcess = selection.kind() == Kind.PROCESS && !choice.tree();
    String name = choice.tree() ? "NAME" : selection.kind().title().toUpperCase(Locale.ROOT);
    Column watts = number("WATTS", Order.WATTS, choice, line -> figure(line.row().power().total()));
    if (width < NARROW) {
      return List.of(
          Column.text(name, width - NUMBER_WIDTH - 2, line -> indented(line, line.row().name())),
          watts);
    }
    List<Column> columns = new ArrayList<>(List.of(watts));
    columns.addAll(figures(choice, lines));
    if (isProcess) {
      columns.add(text("PID", PID_WIDTH, lines, line -> line.row().id()));
    } else if (any(lines, row -> !row.namespace().isEmpty())) {
      columns.add(text("NAMESPACE", NAMESPACE_WIDTH, lines, line -> line.row().namespace()));
    }
    int ownersFrom = form == Form.SCREEN ? WIDE + 2 * BAR_WIDTH : WIDE;
    boolean owners = width >= ownersFrom && any(lines, row -> !row.owner().isEmpty());
    int rest = width - taken(columns);
    columns.add(
        text(
            name,
            owners ? rest - OWNER_WIDTH - 1 : rest,
            lines,
            line -> indented(line, isProcess && !owners ? inWhat(line.row()) : line.row().name())));
    if (owners) {
      columns.add(text(isProcess ? "IN" : "OWNER", OWNER_WIDTH, lines, line -> line.row().owner()));
    }
    return columns;
  }

  /** As wide as its longest cell where nothing limits the width. */
  private Column text(String title, int usual, List<Line> lines, Function<Line, String> cell) {
    int longest =
        lines.stream()
            .mapToInt(line -> new AttributedString(cell.apply(line)).columnLength())
            .max()
            .orElse(0);
    boolean cuts = width < Top.UNLIMITED;
    return Column.text(title, cuts ? usual : Math.max(longest, title.length()), cell);
  }

  /** Where there is little room, a bar says which part is idle and which dynamic. */
  private List<Column> figures(Choice choice, List<Line> lines) {
    List<Column> columns = new ArrayList<>();
    if (form == Form.SCREEN) {
      double most = lines.stream().mapToDouble(line -> line.row().power().total()).max().orElse(0);
      columns.add(
          new Column("", BAR_WIDTH, Side.LEFT, line -> Bar.of(line.row(), most, BAR_WIDTH)));
    }
    if (form == Form.TEXT || width >= WIDE) {
      columns.add(
          Column.number("IDLE", NUMBER_WIDTH - 1, line -> figure(line.row().power().idle())));
      columns.add(
          number("DYNAMIC", Order.DYNAMIC, choice, line -> figure(line.row().power().dynamic())));
    }
    columns.add(
        new Column(
            title("CPUS", Order.CPU, choice),
            NUMBER_WIDTH - 2,
            Side.RIGHT,
            line -> new AttributedString(figure(line.row().cpus()))));
    columns.add(
        new Column(
            title("JOULES", Order.JOULES, choice),
            NUMBER_WIDTH + 1,
            Side.RIGHT,
            line -> new AttributedString(joules(line.row().joules()))));
    return columns;
  }

  private Column number(String title, Order order, Choice choice, Function<Line, String> cell) {
    return Column.number(title(title, order, choice), NUMBER_WIDTH, cell);
  }

  private String title(String title, Order order, Choice choice) {
    boolean isSorted = form == Form.SCREEN && choice.selection().order() == order;
    return isSorted ? title + MARK : title;
  }

  private static String indented(Line line, String name) {
    return line.depth() == 0 ? name : "  ".repeat(line.depth() - 1) + "╰ " + name;
  }

  private static String inWhat(Row row) {
    return row.owner().isEmpty() ? row.name() : row.name() + " in " + row.owner();
  }

  private static boolean any(List<Line> lines, Predicate<Row> wanted) {
    return lines.stream().map(Line::row).anyMatch(wanted);
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
