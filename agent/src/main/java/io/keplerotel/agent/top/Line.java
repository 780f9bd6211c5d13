// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A row as it is shown.
 *
 * @param depth how many rows it is a part of; 0 outside a tree
 */
record Line(Row row, int depth) {
  /** The rows of a selection, one below the other. */
  static List<Line> flat(LiveView view, Selection selection) {
    return selection.rows(view).stream().map(row -> new Line(row, 0)).toList();
  }

  /**
   * All that there is: below each pod its containers, below anything its processes. What the filter
   * finds is shown with all that it is a part of and all its parts.
   */
  static List<Line> tree(LiveView view, Selection selection) {
    Set<String> ids =
        view.rows().stream()
            .filter(row -> row.kind() != Kind.PROCESS)
            .map(Row::id)
            .collect(Collectors.toSet());
    Map<String, List<Row>> parts =
        view.rows().stream()
            .sorted(selection.order().comparator())
            .collect(Collectors.groupingBy(row -> ids.contains(row.parent()) ? row.parent() : ""));
    List<Line> lines = new ArrayList<>();
    for (Row root : parts.getOrDefault("", List.of())) {
      add(lines, new Line(root, 0), parts, selection);
    }
    return lines;
  }

  /** Whether anything of it was found. */
  private static boolean add(
      List<Line> lines, Line line, Map<String, List<Row>> parts, Selection selection) {
    boolean found = selection.finds(line.row());
    int place = lines.size();
    lines.add(line);
    Selection below = found ? selection.unfiltered() : selection;
    List<Row> rows =
        line.row().kind() == Kind.PROCESS
            ? List.of()
            : parts.getOrDefault(line.row().id(), List.of());
    for (Row part : rows) {
      found |= add(lines, new Line(part, line.depth() + 1), parts, below);
    }
    if (!found) {
      lines.subList(place, lines.size()).clear();
    }
    return found;
  }
}
