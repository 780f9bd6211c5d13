// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads the registry and writes constants and the table of metrics. Runs as a single source file:
 * {@code java -cp snakeyaml-engine.jar Generate.java MODEL_FOLDER JAVA_FOLDER METRICS_MD}.
 */
final class Generate {
  public static void main(String[] arguments) throws IOException {
    try {
      Registry registry = Registry.read(Path.of(arguments[0]));
      new JavaWriter(registry, Path.of(arguments[1]).resolve("io/keplerotel/semconv")).write();
      Files.writeString(Path.of(arguments[2]), new TableWriter(registry).write());
    } catch (BadModel e) {
      System.err.println("semconv: " + e.getMessage());
      System.exit(1);
    }
  }

  /** What the model says is not right: file, id and what. */
  static final class BadModel extends RuntimeException {
    BadModel(String file, String id, String what) {
      super(file + ": " + id + ": " + what);
    }
  }

  record Member(String id, String value, String brief) {}

  record Attribute(
      String file,
      String id,
      String type,
      String brief,
      List<Member> members,
      String examples,
      boolean internal) {}

  record AttributeGroup(
      String file, String id, String title, String brief, List<Attribute> attributes) {}

  record Metric(
      String file,
      String name,
      String instrument,
      String unit,
      String brief,
      String note,
      boolean info,
      List<String> attributes) {

    /** The name that the OpenTelemetry exporter for Prometheus makes of it. */
    String prometheusName() {
      if (info) {
        return name;
      }
      String result = name.replaceAll("[^A-Za-z0-9]+", "_");
      while (result.matches(".*_(total|created|bucket|info)")) {
        result = result.substring(0, result.lastIndexOf('_'));
      }
      String word =
          switch (unit) {
            case "J" -> "joules";
            case "W" -> "watts";
            case "s" -> "seconds";
            case "By" -> "bytes";
            case "1" -> "";
            default -> unit.startsWith("{") ? "" : unit;
          };
      if (!word.isEmpty() && !result.endsWith("_" + word)) {
        result += "_" + word;
      }
      return instrument.equals("counter") ? result + "_total" : result;
    }

    String prometheusType() {
      return instrument.equals("counter") ? "counter" : "gauge";
    }
  }

  /** All groups of all files, checked. */
  record Registry(
      Map<String, Attribute> attributes, List<AttributeGroup> groups, Map<String, Metric> metrics) {
    private static final Set<String> INSTRUMENTS = Set.of("counter", "updowncounter", "gauge");
    private static final Set<String> TYPES =
        Set.of("string", "string[]", "int", "double", "boolean");

    static Registry read(Path folder) throws IOException {
      List<Path> files;
      try (Stream<Path> listed = Files.list(folder)) {
        files = listed.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
      }
      Map<String, List<Node>> nodes = new LinkedHashMap<>();
      for (Path file : files) {
        String name = file.getFileName().toString();
        nodes.put(name, Node.groups(name, Files.readString(file)));
      }
      return new Reader(nodes.values().stream().flatMap(List::stream).toList()).read();
    }

    List<Metric> metricsOf(String file) {
      return metrics.values().stream().filter(metric -> metric.file.equals(file)).toList();
    }

    Set<String> files() {
      return Stream.concat(
              attributes.values().stream().map(Attribute::file),
              metrics.values().stream().map(Metric::file))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  /** Turns YAML into the registry; complains about the first thing that is wrong. */
  static final class Reader {
    private final List<Node> nodes;
    private final Map<String, Node> byId = new LinkedHashMap<>();
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final List<AttributeGroup> groups = new ArrayList<>();
    private final Map<String, Metric> metrics = new LinkedHashMap<>();

    Reader(List<Node> nodes) {
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
      List<Attribute> own = new ArrayList<>();
      for (Node node : group.list("attributes")) {
        if (node.has("ref")) {
          continue;
        }
        Attribute attribute = attribute(node);
        if (attributes.put(attribute.id, attribute) != null) {
          throw node.bad("another attribute has this id");
        }
        own.add(attribute);
      }
      if (!own.isEmpty()) {
        groups.add(
            new AttributeGroup(
                group.file, group.id(), group.text("display_name"), group.text("brief"), own));
      }
    }

    private Attribute attribute(Node node) {
      node.text("stability");
      List<Member> members = new ArrayList<>();
      String type = "string";
      if (node.value("type") instanceof Map<?, ?>) {
        for (Node member : node.child("type").list("members")) {
          members.add(new Member(member.id(), member.text("value"), member.text("brief")));
        }
      } else {
        type = node.text("type");
      }
      if (!Registry.TYPES.contains(type)) {
        throw node.bad("unknown type " + type);
      }
      String examples =
          members.isEmpty()
              ? node.values("examples").stream()
                  .map(value -> "`" + value + "`")
                  .collect(Collectors.joining(", "))
              : members.stream()
                  .map(m -> "`" + m.value + "`: " + m.brief)
                  .collect(Collectors.joining("; "));
      boolean internal = node.has("annotations") && node.child("annotations").has("internal");
      return new Attribute(
          node.file, node.id(), type, node.text("brief"), members, examples, internal);
    }

    private void readMetric(Node node) {
      String name = node.text("metric_name");
      if (!node.id().equals("metric." + name)) {
        throw node.bad("the id must be metric." + name);
      }
      node.text("stability");
      String instrument = node.text("instrument");
      if (!Registry.INSTRUMENTS.contains(instrument)) {
        throw node.bad("unknown instrument " + instrument);
      }
      boolean info = node.has("annotations") && node.child("annotations").has("prometheus");
      Metric metric =
          new Metric(
              node.file,
              name,
              instrument,
              node.text("unit"),
              node.text("brief"),
              node.has("note") ? node.text("note") : "",
              info,
              refs(node));
      for (Metric other : metrics.values()) {
        if (other.name.equals(name) || other.prometheusName().equals(metric.prometheusName())) {
          throw node.bad("another metric has this name");
        }
      }
      metrics.put(name, metric);
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

  /** A YAML mapping that knows its file. */
  record Node(String file, String parent, Map<?, ?> values) {
    static List<Node> groups(String file, String yaml) {
      Object root = new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(yaml);
      return new Node(file, "", root instanceof Map<?, ?> map ? map : Map.of()).list("groups");
    }

    String id() {
      return has("id")
          ? values.get("id").toString()
          : has("ref") ? parent + "/" + values.get("ref") : text("id");
    }

    boolean has(String key) {
      return values.get(key) != null;
    }

    Object value(String key) {
      if (!has(key)) {
        String where = values.get("id") == null ? parent : values.get("id").toString();
        throw new BadModel(file, where, "missing " + key);
      }
      return values.get(key);
    }

    String text(String key) {
      String text = value(key).toString().strip();
      if (text.isEmpty()) {
        throw bad("empty " + key);
      }
      return text;
    }

    Node child(String key) {
      return new Node(file, id(), (Map<?, ?>) value(key));
    }

    List<?> values(String key) {
      return has(key) ? (List<?>) value(key) : List.of();
    }

    List<Node> list(String key) {
      String name = has("id") ? id() : parent;
      return values(key).stream().map(item -> new Node(file, name, (Map<?, ?>) item)).toList();
    }

    BadModel bad(String what) {
      return new BadModel(file, id(), what);
    }
  }

  /** Writes one class for each file of the model, and the list of all. */
  record JavaWriter(Registry registry, Path folder) {
    void write() throws IOException {
      Files.createDirectories(folder);
      for (String file : registry.files()) {
        String name = camel(file.replace(".yaml", ""));
        Files.writeString(
            folder.resolve(name + ".java"),
            type(name, "Names of {@code " + file + "}.", members(file)));
      }
      Files.writeString(
          folder.resolve("Registry.java"),
          type("Registry", "All that the model names.", registryMembers()));
    }

    private String type(String name, String brief, String members) {
      return """
          // Generated from semconv/model; do not edit.
          package io.keplerotel.semconv;

          import io.opentelemetry.api.common.AttributeKey;
          import java.util.List;

          /** %s */
          public final class %s {
          %s
            private %s() {}
          }
          """
          .formatted(brief, name, members, name);
    }

    private String members(String file) {
      Map<String, String> constants = new TreeMap<>();
      for (Attribute attribute : registry.attributes.values()) {
        if (attribute.file.equals(file)) {
          put(constants, file, constant(attribute.id), attributeConstant(attribute));
          for (Member member : attribute.members) {
            put(
                constants,
                file,
                constant(attribute.id + "_" + member.id),
                memberConstant(attribute, member));
          }
        }
      }
      for (Metric metric : registry.metricsOf(file)) {
        put(constants, file, constant(metric.name), metricConstant(metric));
      }
      return String.join("\n", constants.values());
    }

    private static void put(Map<String, String> constants, String file, String name, String text) {
      if (constants.put(name, text) != null) {
        throw new BadModel(file, name, "two names make this constant");
      }
    }

    private static String attributeConstant(Attribute attribute) {
      String type =
          switch (attribute.type) {
            case "int" -> "Long";
            case "string[]" -> "List<String>";
            default -> camel(attribute.type);
          };
      String key =
          attribute.type.equals("string[]") ? "stringArray" : type.toLowerCase(Locale.ROOT);
      return "  /** %s */\n  public static final AttributeKey<%s> %s = AttributeKey.%sKey(%s);\n"
          .formatted(attribute.brief, type, constant(attribute.id), key, quoted(attribute.id));
    }

    private static String memberConstant(Attribute attribute, Member member) {
      return "  /** %s. */\n  public static final String %s = %s;\n"
          .formatted(member.brief, constant(attribute.id + "_" + member.id), quoted(member.value));
    }

    private static String metricConstant(Metric metric) {
      return "  /** %s */\n  public static final Metric %s =\n      new Metric(%s, %s, Metric.Instrument.%s, %s, %s, List.of(%s));\n"
          .formatted(
              metric.brief,
              constant(metric.name),
              quoted(metric.name),
              quoted(metric.prometheusName()),
              metric.instrument.toUpperCase(Locale.ROOT),
              quoted(metric.unit),
              quoted(metric.brief),
              metric.attributes.stream().map(JavaWriter::quoted).collect(Collectors.joining(", ")));
    }

    private String registryMembers() {
      String metrics =
          registry.metrics.values().stream()
              .map(metric -> camel(metric.file.replace(".yaml", "")) + "." + constant(metric.name))
              .collect(Collectors.joining(",\n          "));
      String keys =
          registry.attributes.values().stream()
              .map(
                  attribute ->
                      camel(attribute.file.replace(".yaml", "")) + "." + constant(attribute.id))
              .collect(Collectors.joining(",\n          "));
      return """
            /** All metrics. */
            public static final List<Metric> METRICS =
                List.of(
                    %s);

            /** All attributes. */
            public static final List<AttributeKey<?>> ATTRIBUTES =
                List.of(
                    %s);
          """
          .formatted(metrics, keys);
    }

    private static String constant(String name) {
      return name.replaceFirst("^kepler[._]", "")
          .replaceAll("[^A-Za-z0-9]+", "_")
          .toUpperCase(Locale.ROOT);
    }

    private static String camel(String name) {
      return Stream.of(name.split("[-_.]"))
          .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
          .collect(Collectors.joining());
    }

    private static String quoted(String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** Writes the tables that people read. */
  record TableWriter(Registry registry) {
    String write() {
      StringBuilder out = new StringBuilder();
      out.append(
          """
          <!-- Generated from semconv/model; `make docs` writes it anew. -->
          # Metrics

          All dialects show the same snapshot: the same joules at the same tick, however many read them.
          Energy is cumulative; power is its rate: `rate(kepler_container_joules_total[1m])` is in watts.
          A component that this machine does not meter is absent, never 0. Components overlap: platform
          contains package, dram and other; package contains core and uncore. Idle energy is divided among
          containers, not among processes.

          ## Prometheus, dialect `kepler`

          Names and labels of Kepler 0.7 on `:9103/metrics`; the default.

          | Metric | Type | Unit | Labels | Description |
          |---|---|---|---|---|
          """);
      registry
          .metricsOf("kepler-metrics.yaml")
          .forEach(metric -> out.append(prometheusRow(metric)));
      out.append(
          """

          ## Prometheus, dialect `kepler-0.10`

          Names and labels of Kepler 0.10 and later, with `prometheus.dialect: kepler-0.10`. As there, workloads
          have dynamic energy only, and units, kernel threads and host processes are processes only. There is
          no virtual machine and no GPU yet.

          | Metric | Type | Unit | Labels | Description |
          |---|---|---|---|---|
          """);
      registry
          .metricsOf("kepler-ten-metrics.yaml")
          .forEach(metric -> out.append(prometheusRow(metric)));
      out.append(
          """

          ## Prometheus, dialect `otel`

          With `prometheus.dialect: otel`, what stands under OTLP, in the names and labels that Prometheus
          itself gives to what is pushed to it: `kepler.container.energy` is
          `kepler_container_energy_joules_total`, `k8s.pod.name` is `k8s_pod_name`. Dashboards and rules so work
          for both. Resource attributes are labels, without `service.*`.

          ## OTLP

          By the semantic conventions, as cumulative monotonic sums with true start times. One resource for
          the node and one for each container.

          | Metric | Instrument | Unit | Attributes | Description |
          |---|---|---|---|---|
          """);
      registry.metricsOf("otlp-metrics.yaml").forEach(metric -> out.append(otlpRow(metric)));
      out.append(
          """

          ## The agent's own metrics

          In all dialects.

          | Metric | Prometheus | Instrument | Unit | Attributes | Description |
          |---|---|---|---|---|---|
          """);
      registry.metricsOf("agent-metrics.yaml").forEach(metric -> out.append(agentRow(metric)));
      registry.groups.forEach(group -> out.append(attributes(group)));
      return out.toString();
    }

    private static String prometheusRow(Metric metric) {
      return row(
          code(metric.prometheusName()),
          metric.prometheusType(),
          code(metric.unit),
          list(metric),
          text(metric));
    }

    private static String otlpRow(Metric metric) {
      return row(
          code(metric.name), metric.instrument, code(metric.unit), list(metric), text(metric));
    }

    private static String agentRow(Metric metric) {
      return row(
          code(metric.name),
          code(metric.prometheusName()),
          metric.instrument,
          code(metric.unit),
          list(metric),
          text(metric));
    }

    private static String attributes(AttributeGroup group) {
      String rows =
          group.attributes.stream()
              .filter(attribute -> !attribute.internal)
              .map(
                  attribute ->
                      row(code(attribute.id), attribute.type, attribute.brief, attribute.examples))
              .collect(Collectors.joining());
      return "\n## %s\n\n%s\n\n| Name | Type | Description | Values |\n|---|---|---|---|\n%s"
          .formatted(group.title, group.brief, rows);
    }

    private static String row(String... cells) {
      return "| " + String.join(" | ", cells).replace("` `", "") + " |\n";
    }

    private static String code(String text) {
      return "`" + text + "`";
    }

    private static String list(Metric metric) {
      return metric.attributes.stream().map(TableWriter::code).collect(Collectors.joining(", "));
    }

    private static String text(Metric metric) {
      return metric.note.isEmpty() ? metric.brief : metric.brief + " " + metric.note;
    }
  }
}
