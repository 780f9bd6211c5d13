// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.config.MetricLevel;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.semconv.Metric;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** All that tells one dialect from another: its rows, and what names things in it. */
public final class DialectTable {
  private final List<Row> rows;
  private final Identity identity;
  private final AgentLabels agentLabels;
  private final Supplier<String> cpuTimeSource;
  private final Set<MetricLevel> levels;

  /**
   * Takes a copy of the rows.
   *
   * @param cpuTimeSource who counts CPU time now; the source of points that are of no zone
   */
  DialectTable(
      List<Row> rows, Identity identity, AgentLabels agentLabels, Supplier<String> cpuTimeSource) {
    this(rows, identity, agentLabels, cpuTimeSource, EnumSet.allOf(MetricLevel.class));
  }

  private DialectTable(
      List<Row> rows,
      Identity identity,
      AgentLabels agentLabels,
      Supplier<String> cpuTimeSource,
      Set<MetricLevel> levels) {
    this.rows = List.copyOf(rows);
    this.identity = identity;
    this.agentLabels = agentLabels;
    this.cpuTimeSource = cpuTimeSource;
    this.levels = Set.copyOf(levels);
  }

  /** The same without the rows of all other levels. */
  public DialectTable only(Set<MetricLevel> chosen) {
    List<Row> shown = rows.stream().filter(row -> row.subject().isAt(chosen)).toList();
    return new DialectTable(shown, identity, agentLabels, cpuTimeSource, chosen);
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

  /** Whether subjects of this kind are shown. */
  boolean shows(Subject subject) {
    return subject.isAt(levels);
  }

  /** Whether this workload is shown; host processes are with containers and with units. */
  boolean shows(Workload workload) {
    return switch (workload) {
      case Workload.Container container -> levels.contains(MetricLevel.CONTAINER);
      case Workload.Unit unit -> levels.contains(MetricLevel.UNIT);
      case Workload.VirtualMachine machine -> shows(Subject.VM);
      case Workload.Pseudo pseudo -> shows(Subject.WORKLOAD);
    };
  }

  Identity identity() {
    return identity;
  }

  String cpuTimeSource() {
    return cpuTimeSource.get();
  }
}
