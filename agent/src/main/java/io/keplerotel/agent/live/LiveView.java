// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.model.PlainText;
import java.util.List;
import java.util.Optional;

/**
 * Who uses how much now: a mean of the last seconds. Power is package + dram + gpu + other, which
 * do not overlap; the platform's where none of them is metered.
 *
 * @param node name of the machine
 * @param at when, ISO 8601
 * @param seconds over how long power is a mean; 0 before there are two ticks
 * @param cpus hardware threads online
 * @param busyCpus how many of them are busy
 * @param power of the node
 * @param unattributed what no workload claims of it
 * @param total what the node has used in all
 * @param past power of the last minutes, the oldest first
 * @param zones each zone that is metered; they overlap
 * @param rows workloads, pods and processes, those that use most first
 */
public record LiveView(
    String node,
    String at,
    double seconds,
    int cpus,
    double busyCpus,
    Power power,
    Power unattributed,
    Total total,
    List<Past> past,
    List<ZonePower> zones,
    List<Row> rows) {
  /** Copies, and makes plain: names are others' text, and an agent that is asked may be anybody. */
  public LiveView {
    node = PlainText.of(node);
    at = PlainText.of(at);
    past = List.copyOf(past);
    zones = List.copyOf(zones);
    rows = List.copyOf(rows);
  }

  /** Whether any zone is estimated. */
  public boolean estimated() {
    return zones.stream().anyMatch(zone -> zone.provenance().equals("estimated"));
  }

  /** The rows of these kinds, in their order. */
  public List<Row> rows(Kind kind) {
    return rows.stream().filter(row -> kind.shows(row.kind())).toList();
  }

  /** The workload, pod or process of this id; empty where there is none. */
  public Optional<Row> row(String id) {
    return rows.stream().filter(row -> !id.isEmpty() && row.id().equals(id)).findFirst();
  }

  /** The same with these rows alone. */
  public LiveView with(List<Row> others) {
    return new LiveView(
        node, at, seconds, cpus, busyCpus, power, unattributed, total, past, zones, others);
  }

  /** Idle and dynamic power, W. */
  public record Power(double idle, double dynamic) {
    /** Both together, W. */
    public double total() {
      return idle + dynamic;
    }
  }

  /**
   * Energy of the node.
   *
   * @param since when counting began, ISO 8601
   * @param joules since then
   */
  public record Total(String since, double joules) {
    /** Makes plain. */
    public Total {
      since = PlainText.of(since);
    }
  }

  /**
   * Power of the node over some seconds.
   *
   * @param at when they ended, ISO 8601
   */
  public record Past(String at, Power power) {
    /** Makes plain. */
    public Past {
      at = PlainText.of(at);
    }
  }

  /**
   * One zone.
   *
   * @param id such as {@code package-0}
   * @param provenance {@code measured} or {@code estimated}
   * @param source who reads it
   */
  public record ZonePower(String id, String provenance, String source, Power power) {
    /** Makes plain. */
    public ZonePower {
      id = PlainText.of(id);
      provenance = PlainText.of(provenance);
      source = PlainText.of(source);
    }
  }

  /**
   * One workload, pod or process.
   *
   * @param kind what it is
   * @param id container id, unit, pod uid, id of the virtual machine or pid
   * @param parent id of the row that this is a part of: a container's pod, or a process' container,
   *     unit or virtual machine; empty where there is none
   * @param name what people call it
   * @param namespace Kubernetes namespace; empty outside
   * @param owner kind and name of the pod's topmost owner; empty outside
   * @param power now, W
   * @param joules since its counters began
   * @param cpus hardware threads that it keeps busy
   */
  public record Row(
      Kind kind,
      String id,
      String parent,
      String name,
      String namespace,
      String owner,
      Power power,
      double joules,
      double cpus) {
    /** Makes plain. */
    public Row {
      id = PlainText.of(id);
      parent = PlainText.of(parent);
      name = PlainText.of(name);
      namespace = PlainText.of(namespace);
      owner = PlainText.of(owner);
    }
  }

  /** What a row is of. */
  public enum Kind {
    CONTAINER("containers"),
    POD("pods"),
    PROCESS("processes"),
    UNIT("units"),
    VM("virtual machines"),
    /** Kernel threads and host processes; shown beside containers and beside units. */
    SYSTEM("system");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** Its plural. */
    public String title() {
      return title;
    }

    /** Whether a list of this kind shows a row of that kind. */
    public boolean shows(Kind row) {
      return row == this || (row == SYSTEM && (this == CONTAINER || this == UNIT));
    }
  }
}
