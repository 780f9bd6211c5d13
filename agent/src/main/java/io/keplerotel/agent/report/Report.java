// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.List;

/**
 * A report.
 *
 * @param rows the largest first
 * @param total their sum
 * @param notes what the reader is to know
 */
public record Report(
    Question question, List<Row> rows, Row total, Fleet fleet, List<String> notes) {
  /** Takes copies. */
  public Report {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * What was asked.
   *
   * @param by what a row is
   * @param server who was asked
   */
  public record Question(Grouping by, Period period, String server, Rates rates) {}

  /**
   * Who has measured, at the end of the period.
   *
   * @param agents how many were there
   * @param estimating how many of them estimate at least a part
   */
  public record Fleet(int agents, int estimating) {}

  /** Which part of the whole a row is, 0 to 1. */
  double share(Row row) {
    return total.kwh() > 0 ? row.kwh() / total.kwh() : 0;
  }
}
