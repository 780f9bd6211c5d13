// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Lays a view out on a screen.
 *
 * @param columns of the terminal
 * @param lines of the terminal
 */
record Screen(int columns, int lines) {
  private static final String HELP =
      "w watts  d dynamic  c cpus  e energy  n name: sort\ntab: containers, pods, processes, units\n/ filter, esc ends it   f, b: page down, up   space: pause\nq: quit";

  /** Lines above and below the rows. */
  private static final int FRAME = 4;

  /** How many rows fit. */
  int page() {
    return Math.max(1, lines - FRAME);
  }

  /** The whole screen, line by line; {@code trouble} stands in the last one. */
  List<AttributedString> draw(LiveView view, Keys keys, String trouble) {
    Sheet sheet = new Sheet(columns);
    Choice choice = keys.choice();
    List<AttributedString> out = new ArrayList<>();
    List<String> head = sheet.head(view);
    out.add(new AttributedString(head.getFirst(), AttributedStyle.BOLD));
    out.add(new AttributedString(head.size() > 1 ? head.get(1) : ""));
    if (keys.help()) {
      HELP.lines().map(AttributedString::new).forEach(out::add);
    } else {
      out.add(bar(sheet.titles(choice)));
      List<Row> rows = choice.rows(view);
      rows.stream()
          .limit(page())
          .forEach(row -> out.add(new AttributedString(sheet.row(row, choice.kind()))));
      if (rows.isEmpty()) {
        out.add(
            new AttributedString(
                "  none" + (choice.filter().isEmpty() ? " here" : " that matches")));
      }
    }
    while (out.size() < lines - 1) {
      out.add(AttributedString.EMPTY);
    }
    out.add(bar(sheet.fit(footer(keys, trouble))));
    // A screen may be narrower than what a sheet needs.
    out.replaceAll(line -> line.columnSubSequence(0, columns));
    return out;
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

  private AttributedString bar(String text) {
    return new AttributedString(text + " ".repeat(columns), AttributedStyle.INVERSE);
  }
}
