// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.List;
import java.util.Map;

/** What a row of a report is. */
public enum Grouping {
  NAMESPACE("owner", "cluster, namespace", "cluster, namespace, owner_kind"),
  OWNER("owner", "cluster, namespace, owner_kind, owner", "cluster, namespace, owner_kind, owner"),
  TEAM("owner", "team", "cluster, namespace, owner_kind"),
  NODE("node", "cluster, node", "cluster, node"),
  CLUSTER("node", "cluster", "cluster, node");

  private final String level;
  private final String columns;
  private final String labels;

  Grouping(String level, String columns, String labels) {
    this.level = level;
    this.columns = columns;
    this.labels = labels;
  }

  /** What a row is told by, in this order. */
  List<String> columns() {
    return List.of(columns.split(", ", -1));
  }

  /** By which labels is asked. */
  String labels() {
    return labels;
  }

  /** What the recording rule counts by: owner or node. */
  String level() {
    return level;
  }

  /**
   * The columns' values of a series.
   *
   * @param team what its namespace belongs to; not used by others
   */
  List<String> key(Map<String, String> labels, String team) {
    return columns().stream().map(column -> value(column, labels, team)).toList();
  }

  /** What is in no namespace is told by its kind, so that no row is without a name. */
  private String value(String column, Map<String, String> labels, String team) {
    String value = column.equals("team") ? team : labels.getOrDefault(column, "");
    if (value.isEmpty() && this == CLUSTER) {
      return "(no name)";
    }
    boolean unnamed = value.isEmpty() && column.equals("namespace") && this == NAMESPACE;
    return unnamed ? nowhere(labels) : value;
  }

  /** What stands in the place of a namespace where there is none. */
  static String nowhere(Map<String, String> labels) {
    return "(" + labels.getOrDefault("owner_kind", "none") + ")";
  }
}
