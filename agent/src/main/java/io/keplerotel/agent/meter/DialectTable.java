// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.semconv.Metric;
import java.util.List;
import java.util.function.Supplier;

/** All that tells one dialect from another: its rows, and what names things in it. */
public final class DialectTable {
  private final List<Row> rows;
  private final Identity identity;
  private final AgentLabels agentLabels;
  private final Supplier<String> cpuTimeSource;

  /**
   * Takes a copy of the rows.
   *
   * @param cpuTimeSource who counts CPU time now; the source of points that are of no zone
   */
  DialectTable(
      List<Row> rows, Identity identity, AgentLabels agentLabels, Supplier<String> cpuTimeSource) {
    this.rows = List.copyOf(rows);
    this.identity = identity;
    this.agentLabels = agentLabels;
    this.cpuTimeSource = cpuTimeSource;
  }

  /** What the agent's own metrics call their attributes beside these rows. */
  public AgentLabels agentLabels() {
    return agentLabels;
  }

  List<Row> rows() {
    return rows;
  }

  List<Metric> metrics() {
    return rows.stream().map(Row::metric).distinct().toList();
  }

  Identity identity() {
    return identity;
  }

  String cpuTimeSource() {
    return cpuTimeSource.get();
  }
}
