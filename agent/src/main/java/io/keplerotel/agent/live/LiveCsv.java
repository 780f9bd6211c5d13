// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.model.CsvLine;
import java.util.List;
import java.util.Locale;

/** Rows of a view as comma-separated values, a line for each. */
public final class LiveCsv {
  private LiveCsv() {}

  /** The line of titles. */
  public static String header() {
    return CsvLine.of(
        List.of(
            "at",
            "node",
            "kind",
            "id",
            "parent",
            "name",
            "namespace",
            "owner",
            "watts",
            "idle_watts",
            "dynamic_watts",
            "cpus",
            "joules",
            "estimated"));
  }

  /** The lines of these rows of a view. */
  public static String rows(LiveView view, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(
          CsvLine.of(
              List.of(
                  view.at(),
                  view.node(),
                  row.kind().name().toLowerCase(Locale.ROOT),
                  row.id(),
                  row.parent(),
                  row.name(),
                  row.namespace(),
                  row.owner(),
                  micro(row.power().total()),
                  micro(row.power().idle()),
                  micro(row.power().dynamic()),
                  micro(row.cpus()),
                  micro(row.joules()),
                  Boolean.toString(view.estimated()))));
    }
    return text.toString();
  }

  private static String micro(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
