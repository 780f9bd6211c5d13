// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import java.util.List;
import java.util.Locale;

/**
 * What is shown, and in which order.
 *
 * @param kind of rows
 * @param order of rows
 * @param filter text that name, namespace, owner or id must contain; empty for all
 * @param skipped rows above the first that is shown
 */
public record Choice(Kind kind, Order order, String filter, int skipped) {
  /** The kinds that can be chosen, in the order of the key that changes them. */
  public static final List<Kind> KINDS =
      List.of(Kind.CONTAINER, Kind.POD, Kind.PROCESS, Kind.UNIT, Kind.VM);

  /** The rows to show. */
  List<Row> rows(LiveView view) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    return view.rows(kind).stream()
        .filter(row -> text(row).contains(wanted))
        .sorted(order.comparator())
        .skip(skipped)
        .toList();
  }

  Choice nextKind() {
    int next = (KINDS.indexOf(kind) + 1) % KINDS.size();
    return new Choice(KINDS.get(next), order, filter, 0);
  }

  Choice by(Order wanted) {
    return new Choice(kind, wanted, filter, 0);
  }

  Choice filteredBy(String text) {
    return new Choice(kind, order, text, 0);
  }

  Choice skipping(int rows) {
    return new Choice(kind, order, filter, Math.max(0, rows));
  }

  private static String text(Row row) {
    return String.join(" ", row.name(), row.namespace(), row.owner(), row.id())
        .toLowerCase(Locale.ROOT);
  }
}
