// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Selection;
import java.util.List;

/**
 * What is shown, and where one is in it.
 *
 * @param selection which rows, and in which order
 * @param tree whether all kinds are shown, parts below what they are a part of
 * @param cursor number of the marked line
 * @param skipped lines above the first that is shown
 */
public record Choice(Selection selection, boolean tree, int cursor, int skipped) {
  /** All rows of a kind that the filter finds. */
  public static Choice of(Kind kind, Order order, String filter) {
    return at(new Selection(kind, order, filter, ""), false);
  }

  private static Choice at(Selection selection, boolean tree) {
    return new Choice(selection, tree, 0, 0);
  }

  /** The lines to show, those that are skipped too. */
  List<Line> lines(LiveView view) {
    return tree ? Line.tree(view, selection) : Line.flat(view, selection);
  }

  /** The rows of these lines. */
  List<Row> rows(LiveView view) {
    return lines(view).stream().map(Line::row).toList();
  }

  Choice nextKind() {
    List<Kind> kinds = Selection.KINDS;
    int next = (kinds.indexOf(selection.kind()) + 1) % kinds.size();
    return at(new Selection(kinds.get(next), selection.order(), selection.filter(), ""), false);
  }

  Choice by(Order wanted) {
    return at(
        new Selection(selection.kind(), wanted, selection.filter(), selection.within()), tree);
  }

  Choice filteredBy(String text) {
    return at(new Selection(selection.kind(), selection.order(), text, selection.within()), tree);
  }

  /** All kinds, or the chosen one alone. */
  public Choice asTree(boolean wanted) {
    return at(selection, wanted);
  }

  /** The parts of the marked row, where it has any. */
  Choice inside(Shown shown) {
    return shown.lines().stream()
        .skip(cursor)
        .findFirst()
        .map(Line::row)
        .filter(marked -> marked.kind() != Kind.PROCESS)
        .map(marked -> at(selection.inside(marked), false))
        .orElse(this);
  }

  /** One step up: from parts to the whole, and from what is found to all. */
  Choice outside(LiveView view) {
    return selection.within().isEmpty() ? filteredBy("") : at(selection.outside(view), false);
  }

  /** The cursor on another line, which is then on the screen. */
  Choice moved(int line, Shown shown) {
    int lines = shown.lines().size();
    int wanted = Math.clamp(line, 0, Math.max(0, lines - 1));
    int most = Math.min(wanted, Math.max(0, lines - shown.page()));
    int first = Math.clamp(skipped, Math.min(most, Math.max(0, wanted - shown.page() + 1)), most);
    return new Choice(selection, tree, wanted, first);
  }
}
