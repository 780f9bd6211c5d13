// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.live.LiveView.Row;
import java.util.Comparator;

/** By what rows are sorted; most first, names by the alphabet. */
public enum Order {
  WATTS,
  DYNAMIC,
  CPU,
  JOULES,
  NAME;

  /** No two rows are equal to it, but those that are the same. */
  public Comparator<Row> comparator() {
    return first().thenComparing(Row::name).thenComparing(Row::id);
  }

  private Comparator<Row> first() {
    return switch (this) {
      case WATTS -> Comparator.comparingDouble(row -> -row.power().total());
      case DYNAMIC -> Comparator.comparingDouble(row -> -row.power().dynamic());
      case CPU -> Comparator.comparingDouble(row -> -row.cpus());
      case JOULES -> Comparator.comparingDouble(row -> -row.joules());
      case NAME -> Comparator.comparing(Row::namespace);
    };
  }
}
