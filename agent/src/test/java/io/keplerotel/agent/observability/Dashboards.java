// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboards and rules as they ship. */
public final class Dashboards {
  static final Path FOLDER = Path.of("../observability/grafana/dashboards");
  private static final Path RULES = Path.of("../observability/prometheus/rules");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERY_RESULT = "query_result(";

  private Dashboards() {}

  /**
   * A query and where it stands.
   *
   * @param place dashboard and panel, or file and rule
   */
  public record Query(String place, String text) {}

  /** All queries of all dashboards, those of their variables included. */
  public static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode dashboard : all()) {
      String title = dashboard.path("title").asText();
      for (JsonNode panel : panels(dashboard)) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              new Query(title + ": " + panel.path("title").asText(), target.path("expr").asText()));
        }
      }
      for (JsonNode variable : dashboard.path("templating").path("list")) {
        if (variable.path("type").asText().equals("query")) {
          String text = variable.path("query").path("query").asText();
          queries.add(
              new Query(
                  title + ": variable " + variable.path("name").asText(),
                  text.substring(QUERY_RESULT.length(), text.length() - 1)));
        }
      }
    }
    return queries;
  }

  /** All that a dashboard shows, rows and what is hidden in closed ones included. */
  static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      panels.add(panel);
      panel.path("panels").forEach(panels::add);
    }
    return panels;
  }

  /** What the rules of a file record. */
  public static List<String> recorded(String file) {
    return rules(file).stream()
        .filter(rule -> rule.containsKey("record"))
        .map(rule -> String.valueOf(rule.get("record")))
        .distinct()
        .toList();
  }

  /** The queries of a file's alerts. */
  public static List<Query> alerts(String file) {
    return rules(file).stream()
        .filter(rule -> rule.containsKey("alert"))
        .map(rule -> new Query(String.valueOf(rule.get("alert")), String.valueOf(rule.get("expr"))))
        .toList();
  }

  static List<JsonNode> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<JsonNode> dashboards = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        dashboards.add(JSON.readTree(Files.readString(file)));
      }
      return dashboards;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<?, ?>> rules(String file) {
    List<Map<?, ?>> rules = new ArrayList<>();
    try {
      Object root =
          new Load(LoadSettings.builder().setLabel(file).build())
              .loadFromString(Files.readString(RULES.resolve(file)));
      for (Object group : (List<?>) value(root, "groups")) {
        for (Object rule : (List<?>) value(group, "rules")) {
          rules.add((Map<?, ?>) rule);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rules;
  }

  private static Object value(Object map, String key) {
    Object value = ((Map<?, ?>) map).get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }
}
