// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns YAML into the registry; complains about the first thing that is wrong. */
final class ModelReader {
  private static final Set<String> INSTRUMENTS = Set.of("counter", "updowncounter", "gauge");
  private static final Set<String> TYPES =
      Set.of("string", "template[string]", "string[]", "int", "double", "boolean");

  private final List<Node> nodes;
  private final Map<String, Node> byId = new LinkedHashMap<>();
  private final Map<String, Registry.Attribute> attributes = new LinkedHashMap<>();
  private final List<Registry.AttributeGroup> groups = new ArrayList<>();
  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  ModelReader(List<Node> nodes) {
    this.nodes = nodes;
  }

  Registry read() {
    for (Node node : nodes) {
      if (byId.put(node.id(), node) != null) {
        throw node.bad("another group has this id");
      }
      if (node.text("type").equals("attribute_group")) {
        readAttributes(node);
      } else if (!node.text("type").equals("metric")) {
        throw node.bad("type must be attribute_group or metric");
      }
    }
    for (Node node : nodes) {
      refs(node);
      if (node.text("type").equals("metric")) {
        readMetric(node);
      }
    }
    return new Registry(attributes, groups, metrics);
  }

  private void readAttributes(Node group) {
    group.text("brief");
    List<Registry.Attribute> own = new ArrayList<>();
    for (Node node : group.list("attributes")) {
      if (node.has("ref")) {
        continue;
      }
      Registry.Attribute attribute = attribute(node);
      if (attributes.put(attribute.id(), attribute) != null) {
        throw node.bad("another attribute has this id");
      }
      own.add(attribute);
    }
    if (!own.isEmpty()) {
      groups.add(
          new Registry.AttributeGroup(
              group.file(), group.id(), group.text("display_name"), group.text("brief"), own));
    }
  }

  private Registry.Attribute attribute(Node node) {
    node.text("stability");
    List<Registry.Member> members = new ArrayList<>();
    String type = "string";
    if (node.value("type") instanceof Map<?, ?>) {
      for (Node member : node.child("type").list("members")) {
        members.add(new Registry.Member(member.id(), member.text("value"), member.text("brief")));
      }
    } else {
      type = node.text("type");
    }
    if (!TYPES.contains(type)) {
      throw node.bad("unknown type " + type);
    }
    String examples =
        members.isEmpty()
            ? node.values("examples").stream()
                .map(value -> "`" + value + "`")
                .collect(Collectors.joining(", "))
            : members.stream()
                .map(m -> "`" + m.value() + "`: " + m.brief())
                .collect(Collectors.joining("; "));
    boolean internal = node.has("annotations") && node.child("annotations").has("internal");
    return new Registry.Attribute(
        node.file(), node.id(), type, node.text("brief"), members, examples, internal);
  }

  private void readMetric(Node node) {
    String name = node.text("metric_name");
    if (!node.id().equals("metric." + name)) {
      throw node.bad("the id must be metric." + name);
    }
    node.text("stability");
    String instrument = node.text("instrument");
    if (!INSTRUMENTS.contains(instrument)) {
      throw node.bad("unknown instrument " + instrument);
    }
    boolean info = node.has("annotations") && node.child("annotations").has("prometheus");
    Metric metric =
        new Metric(
            node.file(),
            name,
            instrument,
            node.text("unit"),
            node.text("brief"),
            node.has("note") ? node.text("note") : "",
            info,
            refs(node));
    for (Metric other : metrics.values()) {
      if (other.name().equals(name) || isOneScraped(other, metric)) {
        throw node.bad("another metric has this name");
      }
    }
    metrics.put(name, metric);
  }

  /** Metrics of two dialects, each in a file of its own, never stand in one scrape. */
  private static boolean isOneScraped(Metric one, Metric other) {
    return one.file().equals(other.file()) && one.prometheusName().equals(other.prometheusName());
  }

  private List<String> refs(Node node) {
    List<String> refs = new ArrayList<>();
    if (node.has("extends")) {
      Node parent = byId.get(node.text("extends"));
      if (parent == null) {
        throw node.bad("unknown group " + node.text("extends") + " in extends");
      }
      refs.addAll(refs(parent));
    }
    for (Node attribute : node.list("attributes")) {
      if (!attribute.has("ref")) {
        continue;
      }
      String ref = attribute.text("ref");
      if (!attributes.containsKey(ref)) {
        throw node.bad("unknown ref " + ref);
      }
      attribute.text("requirement_level");
      if (refs.contains(ref)) {
        throw node.bad("ref " + ref + " stands twice");
      }
      refs.add(ref);
    }
    return refs;
  }
}
