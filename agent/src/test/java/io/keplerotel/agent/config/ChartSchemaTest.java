// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The chart's schema knows all settings, so that a wrong one is an error of helm and not of a pod
 * that starts again and again. Each is a definition, which every way to nest its key points to.
 */
class ChartSchemaTest {
  private static final Path SCHEMA = Path.of("../k8s/helm/kepler/values.schema.json");
  private static final JsonMapper JSON = new JsonMapper();
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  @Test
  void helmKnowsAllSettings() throws IOException {
    ObjectNode whole = (ObjectNode) JSON.readTree(SCHEMA.toFile());
    String before = text(whole.deepCopy());
    ObjectNode definitions = whole.putObject("definitions");
    Map<String, String> keys = new TreeMap<>();
    for (Setting<?> setting : TestSettings.TABLE.all()) {
      definitions.set(setting.key(), definition(setting));
      keys.put(setting.key(), setting.key());
    }
    ((ObjectNode) whole.get("properties")).set("config", object(keys));
    String after = text(whole);
    if ("write".equals(System.getProperty("kepler.docs"))) {
      Files.writeString(SCHEMA, after);
      before = after;
    }
    assertThat(before).as("run the tests with -Dkepler.docs=write to write it").isEqualTo(after);
  }

  /**
   * An object with the rest of these keys, whole with its dots, or nested at any of them.
   *
   * @param keys whole keys by what is left of them
   */
  private static ObjectNode object(Map<String, String> keys) {
    ObjectNode object =
        JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = object.putObject("properties");
    Map<String, Map<String, String>> nested = new TreeMap<>();
    keys.forEach(
        (rest, key) -> {
          properties.putObject(rest).put("$ref", "#/definitions/" + key);
          for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.', dot + 1)) {
            nested
                .computeIfAbsent(rest.substring(0, dot), prefix -> new TreeMap<>())
                .put(rest.substring(dot + 1), key);
          }
        });
    nested.forEach((prefix, rest) -> properties.set(prefix, object(rest)));
    return object;
  }

  private static ObjectNode definition(Setting<?> setting) {
    SettingType<?> type = setting.type();
    ObjectNode definition =
        JSON.createObjectNode()
            .put("description", setting.help() + " It must be " + setting.allowed() + ".");
    ArrayNode forms = definition.putArray("anyOf");
    switch (type.shape()) {
      case SCALAR -> {
        one(forms, type.pattern());
        type.range()
            .ifPresent(
                range ->
                    forms
                        .addObject()
                        .put("type", "integer")
                        .put("minimum", range.least())
                        .put("maximum", range.most()));
      }
      case LIST -> {
        forms.addObject().put("type", "string");
        ArrayNode items =
            forms.addObject().put("type", "array").putObject("items").putArray("anyOf");
        one(items, type.pattern());
        if ("true".matches(type.pattern()) && !"any".matches(type.pattern())) {
          forms.addObject().put("type", "boolean");
        }
      }
      case MAP -> {
        forms.addObject().put("type", "string");
        forms.addObject().put("type", "object");
      }
    }
    return definition;
  }

  /** YAML makes numbers and booleans of some texts. */
  private static void one(ArrayNode forms, String pattern) {
    forms.addObject().put("type", "string").put("pattern", "^(" + pattern + ")$");
    if ("7.5".matches(pattern)) {
      forms.addObject().put("type", "number");
    }
    if ("true".matches(pattern)) {
      forms.addObject().put("type", "boolean");
    }
  }

  private static String text(ObjectNode schema) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
    printer.indentObjectsWith(LINES);
    printer.indentArraysWith(LINES);
    return JSON.writer(printer).writeValueAsString(schema) + "\n";
  }
}
