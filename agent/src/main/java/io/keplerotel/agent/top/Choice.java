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
 * What is shown, and in which order.
 *
 * @param kind of rows
 * @param order of rows
 * @param filter text that name, namespace, owner or id must contain; empty for all
 * @param skipped rows above the first that is shown
 */
public record Choice(Kind kind, Order order, String filter, int skipped) {
  /** The rows to show. */
  List<Row> rows(LiveView view) {
    return new Selection(kind, order, filter, "").rows(view).stream().skip(skipped).toList();
  }

  Choice nextKind() {
    List<Kind> kinds = Selection.KINDS;
    int next = (kinds.indexOf(kind) + 1) % kinds.size();
    return new Choice(kinds.get(next), order, filter, 0);
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
}
