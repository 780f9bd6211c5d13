// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.KeplerTenMetrics;
import io.keplerotel.semconv.Metric;
import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.OtlpMetrics;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which query gives the kWh of the hour before each time that is asked for: what the rules have
 * recorded, or what they record (observability/prometheus/rules), which a test holds to be the
 * same.
 */
final class EnergyQuery {
  private static final String TICKS = AgentMetrics.AGENT_TICKS.prometheusName();

  /** These a job adds to its targets, and are no labels of the agent's. */
  private static final String ONCE =
      "max without (job, endpoint, service, pod, container, namespace) ";

  private static final String SELECTOR =
      "{__name__=~\"%s\",component=~\"(package|dram|gpu|other)?\",%s=~\"(package|dram|gpu|other)?\"}"
          .formatted(
              oneOf(
                  KeplerMetrics.OWNER,
                  OtlpMetrics.OWNER_ENERGY,
                  KeplerMetrics.NODE_UNATTRIBUTED,
                  OtlpMetrics.NODE_UNATTRIBUTED_ENERGY),
              label(OtlpAttributes.ZONE));
  private static final String SELECTOR_OF_ZONES = "{__name__=~\"%s\",zone=~\"(package|dram)?\"}";
  private static final String SELECTOR_0_10 =
      SELECTOR_OF_ZONES.formatted(
          oneOf(KeplerTenMetrics.OWNER_CPU_JOULES, KeplerTenMetrics.OWNER_GPU_JOULES));

  private EnergyQuery() {}

  private static String oneOf(Metric... metrics) {
    return Stream.of(metrics).map(Metric::prometheusName).collect(Collectors.joining("|"));
  }

  /** As Prometheus calls an attribute that was pushed. */
  static String label(AttributeKey<String> attribute) {
    return attribute.getKey().replace('.', '_');
  }

  /** A label that is set from another one where that is not empty. */
  private record Rename(String to, String with, String from, String match) {
    static Rename of(String to, String from) {
      return new Rename(to, "$1", from, "(.+)");
    }
  }

  /** What the rule for this level records, in the order in which a report wants it. */
  static String recorded(Grouping by) {
    return "sum by (%s) (last_over_time(%s[10m]))".formatted(by.labels(), record(by));
  }

  /** Which nodes have counted measured or estimated zones in the hour before, in each dialect. */
  static List<String> provenances() {
    String zones =
        replaced(
            "max_over_time(" + AgentMetrics.AGENT_ZONES.prometheusName() + "[1h])",
            List.of(
                Rename.of("provenance", label(OtlpAttributes.PROVENANCE)),
                Rename.of("node", "instance"),
                Rename.of("node", "host_name"),
                Rename.of("cluster", "k8s_cluster_name")));
    String names =
        "topk by (cluster, instance) (1, group by (cluster, instance, node_name) (last_over_time(%s[1h])))"
            .formatted(KeplerTenMetrics.NODE_CPU_JOULES.prometheusName());
    return List.of(
        "max by (cluster, node, provenance) (" + zones + ") > 0",
        "max by (cluster, node, provenance) (label_replace(max by (cluster, instance, provenance) (%s) * on (cluster, instance) group_left (node_name) %s, \"node\", \"$1\", \"node_name\", \"(.+)\")) > 0"
            .formatted(zones, names));
  }

  /** What the rule for this level is called. */
  static String record(Grouping by) {
    return by.level() + ":kepler_kwh:increase1h";
  }

  /** The same from the counters themselves, for each dialect; the one that has any is meant. */
  static List<String> counters(Grouping by) {
    boolean ofOwners = by.level().equals("owner");
    return List.of(
        sum(by, ofOwners ? owners() : nodes()), sum(by, ofOwners ? owners010() : nodes010()));
  }

  private static String sum(Grouping by, String rule) {
    return "sum by (%s) (%s)".formatted(by.labels(), rule);
  }

  static String owners() {
    return rule(
        "cluster, namespace, owner_kind, owner, mode",
        energy(),
        List.of(
            Rename.of("namespace", "container_namespace"),
            Rename.of("namespace", "k8s_namespace_name"),
            new Rename("namespace", "system", label(OtlpAttributes.OWNER_KIND), "unit|system"),
            new Rename("namespace", "kernel", label(OtlpAttributes.OWNER_KIND), "kernel"),
            Rename.of("owner", "owner_name"),
            Rename.of("owner", label(OtlpAttributes.OWNER_NAME)),
            Rename.of("owner_kind", label(OtlpAttributes.OWNER_KIND)),
            new Rename("owner_kind", "unattributed", "owner_kind", ""),
            Rename.of("mode", label(OtlpAttributes.MODE)),
            Rename.of("cluster", "k8s_cluster_name")));
  }

  static String nodes() {
    return rule(
        "cluster, node, mode",
        energy(),
        List.of(
            Rename.of("node", "instance"),
            Rename.of("node", "host_name"),
            Rename.of("mode", label(OtlpAttributes.MODE)),
            Rename.of("cluster", "k8s_cluster_name")));
  }

  static String owners010() {
    return rule(
        "cluster, namespace, owner_kind, owner, mode",
        energy(SELECTOR_0_10),
        List.of(
            Rename.of("namespace", "pod_namespace"),
            new Rename("namespace", "system", "owner_kind", "unit|system"),
            new Rename("namespace", "kernel", "owner_kind", "kernel"),
            Rename.of("owner", "owner_name"),
            new Rename("mode", "dynamic", "", "")));
  }

  /** From the nodes' own counters: owners have no idle energy in this dialect. */
  static String nodes010() {
    return sum(
        "cluster, node, mode",
        nodes010(
                "dynamic",
                KeplerTenMetrics.NODE_CPU_ACTIVE_JOULES,
                KeplerTenMetrics.NODE_GPU_ACTIVE_JOULES)
            + " or "
            + nodes010(
                "idle",
                KeplerTenMetrics.NODE_CPU_IDLE_JOULES,
                KeplerTenMetrics.NODE_GPU_IDLE_JOULES));
  }

  private static String nodes010(String mode, Metric cpu, Metric gpu) {
    return replaced(
        energy(SELECTOR_OF_ZONES.formatted(oneOf(cpu, gpu))),
        List.of(Rename.of("node", "node_name"), new Rename("mode", mode, "", "")));
  }

  private static String rule(String by, String energy, List<Rename> renames) {
    return sum(by, replaced(energy, renames));
  }

  private static String sum(String by, String joules) {
    return "sum by (" + by + ") (" + joules + ") / 3.6e6";
  }

  private static String replaced(String query, List<Rename> renames) {
    StringBuilder text = new StringBuilder("label_replace(".repeat(renames.size())).append(query);
    renames.forEach(
        each ->
            text.append(
                ", \"%s\", \"%s\", \"%s\", \"%s\")"
                    .formatted(each.to, each.with, each.from, each.match)));
    return text.toString();
  }

  /** Those that push are told apart by host_name. */
  private static String energy() {
    return energy(SELECTOR)
        + " or %s and on (cluster, k8s_cluster_name, host_name) %s"
            .formatted(now(SELECTOR), watched("{host_name!=\"\"}"));
  }

  /** On from the hour before, or on from 0 after a reset, or on from 0 where it is new. */
  private static String energy(String selector) {
    String now = now(selector);
    String before = ONCE + "(last_over_time(" + selector + "[1h] offset 1h))";
    String most = ONCE + "(max_over_time(" + selector + "[1h]))";
    return "%s - %s >= 0".formatted(now, before)
        + " or %s + clamp_min(%s - %s, 0)".formatted(now, most, before)
        + " or %s and on (cluster, instance) %s".formatted(now, watched(""));
  }

  private static String now(String selector) {
    return ONCE + "(last_over_time(" + selector + "[1h]))";
  }

  /** Agents that were seen in the hour before, or are not older than 75 minutes. */
  private static String watched(String which) {
    String ticks = TICKS + which;
    return "(last_over_time(%1$s[1h] offset 1h) or last_over_time(%1$s[1h]) < 4500 * rate(%1$s[1h]))"
        .formatted(ticks);
  }
}
