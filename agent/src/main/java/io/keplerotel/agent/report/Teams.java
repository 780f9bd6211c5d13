// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.model.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Whose a namespace is. */
@FunctionalInterface
public interface Teams {
  /** Of what nobody has. */
  String NONE = "(no team)";

  /** Of a name in a message, characters. */
  int SHOWN = 80;

  /** The team that has a namespace in the hour that ends then. */
  String of(String cluster, String namespace, Instant time);

  /**
   * By a file with a line {@code NAMESPACE,TEAM} for each; a namespace may end with {@code *}.
   *
   * @throws ReportException if it cannot be read or has a line that is none
   */
  static Teams ofFile(Path file) throws ReportException {
    Map<String, String> exact = new HashMap<>();
    NavigableMap<String, String> prefixes = new TreeMap<>();
    for (CsvFile.Line line : new CsvFile(file).lines()) {
      if (line.text().replace("\"", "").equalsIgnoreCase("namespace,team")) {
        continue;
      }
      try {
        add(line.cells(), exact, prefixes);
      } catch (IllegalArgumentException e) {
        throw ReportException.ofInput(
            "%s, line %d: %s".formatted(file, line.number(), e.getMessage()));
      }
    }
    if (exact.isEmpty() && prefixes.isEmpty()) {
      throw ReportException.ofInput(file + " has no teams: write lines such as shop,checkout");
    }
    return (cluster, namespace, time) ->
        exact.containsKey(namespace) ? exact.get(namespace) : byPrefix(prefixes, namespace);
  }

  private static void add(
      List<String> cells, Map<String, String> exact, Map<String, String> prefixes) {
    if (cells.size() == 1 && cells.getFirst().contains(";")) {
      throw new IllegalArgumentException("must have a comma between NAMESPACE and TEAM, no \";\"");
    }
    if (cells.size() != 2 || cells.get(0).isEmpty() || cells.get(1).isEmpty()) {
      throw new IllegalArgumentException(
          "must be NAMESPACE,TEAM, such as shop,checkout or shop-*,checkout");
    }
    String namespace = cells.get(0);
    int star = namespace.indexOf('*');
    if (star >= 0 && star < namespace.length() - 1) {
      throw new IllegalArgumentException("* can only be the end of a namespace, as in shop-*");
    }
    String before =
        star < 0
            ? exact.putIfAbsent(namespace, cells.get(1))
            : prefixes.putIfAbsent(namespace.substring(0, star), cells.get(1));
    if (before != null) {
      throw new IllegalArgumentException(
          "%s is there already, of team %s"
              .formatted(PlainText.of(namespace, SHOWN), PlainText.of(before, SHOWN)));
    }
  }

  private static String byPrefix(NavigableMap<String, String> prefixes, String namespace) {
    for (int length = namespace.length(); length >= 0; length--) {
      String team = prefixes.get(namespace.substring(0, length));
      if (team != null) {
        return team;
      }
    }
    return NONE;
  }

  /**
   * By a label of the namespaces, as kube-state-metrics shows it, hour by hour.
   *
   * @param label of Kubernetes, such as {@code team}
   * @throws ReportException if no namespace has it
   */
  static Teams ofLabel(MetricServer server, String label, Period period) throws ReportException {
    String name = "label_" + label.replaceAll("[^a-zA-Z0-9_]", "_");
    String query =
        "group by (cluster, namespace, %1$s) (label_replace(last_over_time(kube_namespace_labels{%1$s!=\"\"}[1h]), \"namespace\", \"$1\", \"exported_namespace\", \"(.+)\"))"
            .formatted(name);
    Map<List<String>, NavigableMap<Instant, String>> found = new HashMap<>();
    server.ask(
        query,
        new MetricServer.Span(period.endOf(0), period.until(), Duration.ofHours(1)),
        (labels, time, value) -> {
          String team = labels.getOrDefault(name, "");
          String namespace = labels.getOrDefault("namespace", "");
          for (String cluster : List.of(labels.getOrDefault("cluster", ""), "")) {
            found
                .computeIfAbsent(List.of(cluster, namespace), each -> new TreeMap<>())
                .put(time, team);
          }
        });
    if (found.isEmpty()) {
      throw new ReportException(
          "%s has no kube_namespace_labels with %s in %s: kube-state-metrics shows it with --metric-labels-allowlist=namespaces=[%s]; or write a file for --teams"
              .formatted(server.name(), name, period.name(), label));
    }
    return (cluster, namespace, time) -> {
      NavigableMap<Instant, String> teams =
          found.getOrDefault(List.of(cluster, namespace), found.get(List.of("", namespace)));
      if (teams == null) {
        return NONE;
      }
      Map.Entry<Instant, String> then = teams.floorEntry(time);
      return then == null ? teams.firstEntry().getValue() : then.getValue();
    };
  }
}
