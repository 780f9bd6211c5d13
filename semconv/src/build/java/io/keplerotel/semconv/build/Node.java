// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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
