// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

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
   * Who has measured, in the whole period.
   *
   * @param nodes how many had figures
   * @param estimating how many of them estimated at least a part, at some time
   * @param unknown of how many it is not known
   * @param withGaps how many have no figures in some hours in which others have
   * @param estimatedShares which part of the kWh is of nodes that estimated then, 0 to 1: by the
   *     keys of nodes and clusters, and by an empty one of the whole; without those that are not
   *     known
   */
  public record Fleet(
      int nodes,
      int estimating,
      int unknown,
      int withGaps,
      Map<List<String>, Double> estimatedShares) {
    /** Takes a copy. */
    public Fleet {
      estimatedShares = Map.copyOf(estimatedShares);
    }
  }

  /**
   * Which part of a row's energy is of nodes that estimated, 0 to 1: of the row where rows are
   * nodes or clusters, else of the whole; empty where it is not known.
   */
  OptionalDouble estimatedShare(Row row) {
    boolean isOfNodes = question.by() == Grouping.NODE || question.by() == Grouping.CLUSTER;
    Double share = fleet.estimatedShares().get(isOfNodes ? row.key() : List.<String>of());
    return share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
  }

  /** Which part of the whole a row is, 0 to 1. */
  double share(Row row) {
    return total.kwh() > 0 ? row.kwh() / total.kwh() : 0;
  }
}
