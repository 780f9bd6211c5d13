// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    for (Registry.Attribute attribute : registry.attributes().values()) {
      if (attribute.file().equals(file)) {
        put(constants, file, constant(attribute.id()), attributeConstant(attribute));
        for (Registry.Member member : attribute.members()) {
          put(
              constants,
              file,
              constant(attribute.id() + "_" + member.id()),
              memberConstant(attribute, member));
        }
      }
    }
    for (Metric metric : registry.metricsOf(file)) {
      put(constants, file, constant(metric.name()), metricConstant(metric));
    }
    return String.join("\n", constants.values());
  }

  private static void put(Map<String, String> constants, String file, String name, String text) {
    if (constants.put(name, text) != null) {
      throw new BadModel(file, name, "two names make this constant");
    }
  }

  private static String attributeConstant(Registry.Attribute attribute) {
    String type =
        switch (attribute.type()) {
          case "int" -> "Long";
          case "string[]" -> "List<String>";
          // What begins its name; each key has one of its own.
          case "template[string]" -> "String";
          default -> camel(attribute.type());
        };
    String key =
        attribute.type().equals("string[]") ? "stringArray" : type.toLowerCase(Locale.ROOT);
    return "  /** %s */\n  public static final AttributeKey<%s> %s = AttributeKey.%sKey(%s);\n"
        .formatted(attribute.brief(), type, constant(attribute.id()), key, quoted(attribute.id()));
  }

  private static String memberConstant(Registry.Attribute attribute, Registry.Member member) {
    return "  /** %s. */\n  public static final String %s = %s;\n"
        .formatted(
            member.brief(), constant(attribute.id() + "_" + member.id()), quoted(member.value()));
  }

  private static String metricConstant(Metric metric) {
    return "  /** %s */\n  public static final Metric %s =\n      new Metric(%s, %s, Metric.Instrument.%s, %s, %s, List.of(%s));\n"
        .formatted(
            metric.brief(),
            constant(metric.name()),
            quoted(metric.name()),
            quoted(metric.prometheusName()),
            metric.instrument().toUpperCase(Locale.ROOT),
            quoted(metric.unit()),
            quoted(metric.brief()),
            metric.attributes().stream().map(JavaWriter::quoted).collect(Collectors.joining(", ")));
  }

  private String registryMembers() {
    String metrics =
        registry.metrics().values().stream()
            .map(
                metric -> camel(metric.file().replace(".yaml", "")) + "." + constant(metric.name()))
            .collect(Collectors.joining(",\n          "));
    String keys =
        registry.attributes().values().stream()
            .map(
                attribute ->
                    camel(attribute.file().replace(".yaml", "")) + "." + constant(attribute.id()))
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
