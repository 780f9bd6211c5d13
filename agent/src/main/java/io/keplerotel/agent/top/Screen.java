// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lays a view out on a screen.
 *
 * @param columns of the terminal
 * @param lines of the terminal
 */
record Screen(int columns, int lines) {
  private static final String BOLD = "\u001b[1m";
  private static final String INVERSE = "\u001b[7m";
  private static final String PLAIN = "\u001b[0m";
  private static final String END_OF_LINE = "\u001b[K";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final String HELP =
      "w watts  d dynamic  c cpus  e energy  n name: sort\ntab: containers, pods, processes, units\n/ filter, esc ends it   f, b: page down, up   space: pause\nq: quit";

  /** Lines above and below the rows. */
  private static final int FRAME = 4;

  /** How many rows fit. */
  int page() {
    return Math.max(1, lines - FRAME);
  }

  /** The whole screen as the terminal wants it; {@code trouble} stands in the last line. */
  String draw(LiveView view, Keys keys, String trouble) {
    Sheet sheet = new Sheet(columns);
    Choice choice = keys.choice();
    List<String> out = new ArrayList<>();
    List<String> head = sheet.head(view);
    out.add(BOLD + cut(head.getFirst()) + PLAIN);
    out.add(head.size() > 1 ? cut(head.get(1)) : "");
    if (keys.help()) {
      HELP.lines().map(this::cut).forEach(out::add);
    } else {
      out.add(INVERSE + filled(sheet.titles(choice)) + PLAIN);
      List<Row> rows = choice.rows(view);
      rows.stream().limit(page()).forEach(row -> out.add(cut(sheet.row(row, choice.kind()))));
      if (rows.isEmpty()) {
        out.add(cut("  none" + (choice.filter().isEmpty() ? " here" : " that matches")));
      }
    }
    while (out.size() < lines - 1) {
      out.add("");
    }
    out.add(INVERSE + filled(sheet.fit(footer(keys, trouble))) + PLAIN);
    return HOME + String.join(END_OF_LINE + "\r\n", out) + END_OF_LINE + REST_OF_SCREEN;
  }

  private String footer(Keys keys, String trouble) {
    if (!trouble.isEmpty()) {
      return trouble;
    }
    if (keys.typed().isPresent()) {
      return "filter: " + keys.typed().get() + "_   enter: keep, esc: none";
    }
    Choice choice = keys.choice();
    return "%s by %s%s%s   tab: next kind   w d c e n: sort   /: filter   ?: help   q: quit"
        .formatted(
            choice.kind().title(),
            choice.order().name().toLowerCase(Locale.ROOT),
            choice.filter().isEmpty() ? "" : " with \"" + choice.filter() + "\"",
            keys.paused() ? " (paused)" : "");
  }

  /** A screen may be narrower than what a sheet needs. */
  private String cut(String text) {
    return text.substring(0, Math.min(columns, text.length()));
  }

  private String filled(String text) {
    return cut(text) + " ".repeat(Math.max(0, columns - text.length()));
  }
}
