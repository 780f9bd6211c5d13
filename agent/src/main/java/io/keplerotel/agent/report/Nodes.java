// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.Report.Fleet;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which nodes have figures of which hours, and which of them only estimated. What is known of a
 * node's zones is taken before its energy.
 */
final class Nodes {
  private static final int SHOWN = 3;

  private final Map<List<String>, Node> nodes = new HashMap<>();
  private final Map<List<String>, Share> shares = new HashMap<>();
  private final BitSet hours = new BitSet();
  private final BitSet seen = new BitSet();

  /** One of them, by hours. */
  private static final class Node {
    private final BitSet figures = new BitSet();
    private final BitSet known = new BitSet();
    private final BitSet estimated = new BitSet();

    /** As in the nearest hour of which it is known. */
    boolean isEstimated(int hour) {
      int before = known.previousSetBit(hour);
      int then = before < 0 ? known.nextSetBit(hour) : before;
      return then >= 0 && estimated.get(then);
    }

    boolean isUnknown() {
      return known.isEmpty();
    }
  }

  /** Of a row's energy, kWh. */
  private static final class Share {
    private double whole;
    private double estimated;
    private double unknown;
  }

  /** An agent has counted zones of this provenance in this hour. */
  void addZones(Map<String, String> labels, int hour) {
    Node node = node(labels);
    node.known.set(hour);
    if ("estimated".equals(labels.get("provenance"))) {
      node.estimated.set(hour);
    }
    seen.set(hour);
  }

  /** What a node has used in an hour, kWh. */
  void addEnergy(Map<String, String> labels, int hour, double kwh) {
    Node node = node(labels);
    node.figures.set(hour);
    hours.set(hour);
    List<String> cluster = Grouping.CLUSTER.key(labels, "");
    for (List<String> row : List.of(List.<String>of(), cluster, key(labels))) {
      Share share = shares.computeIfAbsent(row, each -> new Share());
      share.whole += kwh;
      share.estimated += node.isEstimated(hour) ? kwh : 0;
      share.unknown += node.isUnknown() ? kwh : 0;
    }
  }

  /** Hours in which any agent was there. */
  BitSet seen() {
    return (BitSet) seen.clone();
  }

  /** All of them in short. */
  Fleet fleet() {
    Map<List<String>, Double> estimated = new HashMap<>();
    shares.forEach(
        (key, share) -> {
          if (share.unknown == 0) {
            estimated.put(key, share.whole > 0 ? share.estimated / share.whole : 0);
          }
        });
    return new Fleet(
        count(node -> true),
        count(node -> !node.estimated.isEmpty()),
        count(Node::isUnknown),
        count(node -> gap(node) > 0),
        estimated);
  }

  /** Which nodes have figures of some hours only; hours without any figure are told otherwise. */
  Optional<String> gaps() {
    List<String> worst =
        counted()
            .filter(each -> gap(each.getValue()) > 0)
            .sorted(
                Comparator.<Map.Entry<List<String>, Node>>comparingInt(
                        each -> -gap(each.getValue()))
                    .thenComparing(each -> String.join("\n", each.getKey())))
            .map(each -> each.getKey().getLast() + " " + gap(each.getValue()) + " h")
            .toList();
    return worst.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d %s no figures in some hours, which are not in the sums: %s"
                .formatted(
                    worst.size(),
                    count(node -> true),
                    worst.size() == 1 ? "nodes has" : "nodes have",
                    some(worst)));
  }

  /** Of which nodes it is not known whether they measured. */
  Optional<String> unknown() {
    List<String> names =
        counted()
            .filter(each -> each.getValue().isUnknown())
            .map(each -> each.getKey().getLast())
            .sorted()
            .toList();
    int all = count(node -> true);
    if (all > 0 && names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        names.size() == all
            ? "it is not known which nodes only estimated"
            : "it is not known whether they measured or only estimated: " + some(names));
  }

  private static String some(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() > SHOWN ? first + " and " + (all.size() - SHOWN) + " more" : first;
  }

  /** Hours in which others have figures and this one has none. */
  private int gap(Node node) {
    return hours.cardinality() - node.figures.cardinality();
  }

  /** An agent may be known by another name than that of its node, which has the energy. */
  private Stream<Map.Entry<List<String>, Node>> counted() {
    return nodes.entrySet().stream()
        .filter(each -> hours.isEmpty() || !each.getValue().figures.isEmpty());
  }

  private int count(Predicate<Node> which) {
    return (int) counted().filter(each -> which.test(each.getValue())).count();
  }

  private Node node(Map<String, String> labels) {
    return nodes.computeIfAbsent(key(labels), each -> new Node());
  }

  private static List<String> key(Map<String, String> labels) {
    return List.of(labels.getOrDefault("cluster", ""), labels.getOrDefault("node", ""));
  }
}
