// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which rows of a view are wanted, and in which order.
 *
 * @param kind of rows
 * @param order of rows
 * @param filter text that name, namespace, owner or id must contain, in whatever case; empty for
 *     all
 * @param within id of the row whose parts alone are wanted; empty for all
 */
public record Selection(Kind kind, Order order, String filter, String within) {
  /** The kinds that can be chosen. */
  public static final List<Kind> KINDS =
      List.of(Kind.CONTAINER, Kind.POD, Kind.PROCESS, Kind.UNIT, Kind.VM);

  /** The rows. */
  public List<Row> rows(LiveView view) {
    return view.rows(kind).stream()
        .filter(row -> within.isEmpty() || row.parent().equals(within))
        .filter(this::finds)
        .sorted(order.comparator())
        .toList();
  }

  /** Whether a row has the text of the filter. */
  public boolean finds(Row row) {
    return text(row).contains(filter.toLowerCase(Locale.ROOT));
  }

  /** The same for all texts. */
  public Selection unfiltered() {
    return new Selection(kind, order, "", within);
  }

  /** The parts of a row: a pod's containers, or anything's processes. */
  public Selection inside(Row whole) {
    Kind parts = whole.kind() == Kind.POD ? Kind.CONTAINER : Kind.PROCESS;
    return new Selection(parts, order, "", whole.id());
  }

  /** From the parts of something up to it, among its like. */
  public Selection outside(LiveView view) {
    Optional<Row> whole = view.row(within);
    Kind like = whole.map(Row::kind).filter(known -> known != Kind.SYSTEM).orElse(Kind.CONTAINER);
    String above = whole.flatMap(row -> view.row(row.parent())).map(Row::id).orElse("");
    return new Selection(like, order, "", above);
  }

  /** What a machine has: containers, or else units, or else processes. */
  public static Kind fullest(LiveView view) {
    return List.of(Kind.CONTAINER, Kind.UNIT, Kind.PROCESS).stream()
        .filter(kind -> view.rows().stream().anyMatch(row -> row.kind() == kind))
        .findFirst()
        .orElse(Kind.CONTAINER);
  }

  private static String text(Row row) {
    return String.join(" ", row.name(), row.namespace(), row.owner(), row.id())
        .toLowerCase(Locale.ROOT);
  }
}
