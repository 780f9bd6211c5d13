// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Lays a view out on a screen.
 *
 * @param columns of the terminal
 * @param lines of the terminal
 */
record Screen(int columns, int lines) {
  private static final String HELP =
      """
      up, down, page up, page down, mouse: move
      enter or right: go inside, a pod's containers, anything's processes
      esc or left: go back
      tab: containers, pods, processes, units   t: all of them as a tree
      w watts  d dynamic  c cpus  e energy  n name: sort
      / filter, esc ends it   space: pause
      q: quit
      """;

  /** Lines above the rows: two of the node, and the titles. */
  private static final int HEAD = 3;

  /** Lines above and below the rows. */
  private static final int FRAME = HEAD + 1;

  private static final int MOST_PAST = 60;
  private static final int LEAST_PAST = 8;
  private static final String PAST_TITLE = "  last minutes ";

  /** How many rows fit. */
  int page() {
    return Math.max(1, lines - FRAME);
  }

  /** The line of the page that is at this line of the screen; negative above the first. */
  static int lineOfPage(int lineOfScreen) {
    return lineOfScreen - HEAD;
  }

  /** The whole screen, line by line; {@code trouble} stands in the last one. */
  List<AttributedString> draw(LiveView view, Keys keys, String trouble) {
    Sheet sheet = new Sheet(columns, Sheet.Form.SCREEN);
    List<AttributedString> out = new ArrayList<>();
    List<String> head = sheet.head(view);
    out.add(power(head.getFirst(), view));
    out.add(new AttributedString(head.size() > 1 ? head.get(1) : ""));
    if (keys.help()) {
      HELP.lines().map(AttributedString::new).forEach(out::add);
    } else {
      rows(out, sheet, view, keys.choice());
    }
    while (out.size() < lines - 1) {
      out.add(AttributedString.EMPTY);
    }
    out.add(bar(sheet.fit(footer(keys, trouble))));
    // A screen may be narrower than what a sheet needs.
    out.replaceAll(line -> line.columnSubSequence(0, columns));
    return out;
  }

  /** With as much of the past as there is room for. */
  private AttributedString power(String text, LiveView view) {
    AttributedStringBuilder out = new AttributedStringBuilder();
    int at = text.indexOf("(estimated)");
    out.append(at < 0 ? text : text.substring(0, at), AttributedStyle.BOLD);
    if (at >= 0) {
      out.append(text.substring(at), AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW));
    }
    int room = columns - out.columnLength() - PAST_TITLE.length();
    if (room >= LEAST_PAST && !view.past().isEmpty()) {
      out.append(PAST_TITLE).append(Bar.past(view.past(), Math.min(room, MOST_PAST)), Bar.DYNAMIC);
    }
    return out.toAttributedString();
  }

  private void rows(List<AttributedString> out, Sheet sheet, LiveView view, Choice wanted) {
    List<Line> all = wanted.lines(view);
    // There may be fewer than when the cursor was moved.
    Choice choice = wanted.moved(wanted.cursor(), new Shown(view, all, page()));
    out.add(bar(sheet.titles(choice, all)));
    List<Line> shown = all.stream().skip(choice.skipped()).limit(page()).toList();
    List<AttributedString> drawn = sheet.rows(choice, all, shown);
    for (int i = 0; i < drawn.size(); i++) {
      out.add(choice.skipped() + i == choice.cursor() ? marked(drawn.get(i)) : drawn.get(i));
    }
    if (all.isEmpty()) {
      Selection selection = choice.selection();
      out.add(
          new AttributedString(
              "  none" + (selection.filter().isEmpty() ? " here" : " that matches")));
    }
  }

  private String footer(Keys keys, String trouble) {
    if (!trouble.isEmpty()) {
      return trouble;
    }
    if (keys.typed().isPresent()) {
      return "filter: " + keys.typed().get() + "_   enter: keep, esc: none";
    }
    Selection selection = keys.choice().selection();
    return "%s by %s%s%s   ?: help   q: quit   tab: next kind   t: tree   enter: inside   /: filter"
        .formatted(
            keys.choice().tree() ? "tree" : selection.kind().title(),
            selection.order().name().toLowerCase(Locale.ROOT),
            selection.filter().isEmpty() ? "" : " with \"" + selection.filter() + "\"",
            (selection.within().isEmpty() ? "" : ", esc: back")
                + (keys.paused() ? " (paused)" : ""));
  }

  private AttributedString marked(AttributedString row) {
    return new AttributedString(
        row + " ".repeat(Math.max(0, columns - row.columnLength())),
        AttributedStyle.DEFAULT
            .background(AttributedStyle.BLUE)
            .foreground(AttributedStyle.BRIGHT + AttributedStyle.WHITE));
  }

  private AttributedString bar(String text) {
    return bar(new AttributedString(text));
  }

  private AttributedString bar(AttributedString text) {
    return new AttributedString(text + " ".repeat(columns), AttributedStyle.INVERSE);
  }
}
