// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import java.util.Map;
import java.util.Optional;

/** From a pod down to its containers, from anything down to its processes, and up again. */
final class Crumbs {
  private Crumbs() {}

  /** What the parts of such a row are. */
  static Kind parts(Kind kind) {
    return kind == Kind.POD ? Kind.CONTAINER : Kind.PROCESS;
  }

  /** The way up from the parts of a row, as the template has names for it. */
  static Map<String, Object> of(LiveView view, PageQuery query) {
    Optional<Row> whole = row(view, query.within());
    Optional<Row> above = whole.flatMap(row -> row(view, row.parent()));
    Kind kind = whole.map(Row::kind).filter(known -> known != Kind.SYSTEM).orElse(Kind.CONTAINER);
    return Map.of(
        "up", above.map(row -> query.inside(kind, row.id())).orElseGet(() -> query.of(kind)).href(),
        "upTitle", above.map(Row::name).orElseGet(kind::title),
        "name", whole.map(Row::name).orElseGet(query::within));
  }

  private static Optional<Row> row(LiveView view, String id) {
    return view.rows().stream().filter(row -> !id.isEmpty() && row.id().equals(id)).findFirst();
  }
}
