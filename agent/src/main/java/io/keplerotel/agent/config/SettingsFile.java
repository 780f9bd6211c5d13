// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads settings from YAML, and knows at which line each one is, and all that is wrong. */
final class SettingsFile {
  private final YamlFile yaml;
  private final SettingTable table;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  /**
   * A setting in the file.
   *
   * @param where file and line, with a colon and a blank at the end
   */
  record Entry(Setting<?> setting, String where, String text) {}

  private SettingsFile(YamlFile yaml, SettingTable table) {
    this.yaml = yaml;
    this.table = table;
  }

  /** Reads a file; one that is no YAML is thrown. */
  static SettingsFile read(Path path, SettingTable table) throws SettingsException {
    return of(YamlFile.read(path), table);
  }

  /** Parses a file's text; {@code name} is its name in messages. */
  static List<Entry> parse(String name, String yaml, SettingTable table) throws SettingsException {
    return of(YamlFile.parse(name, yaml), table).entries();
  }

  /** What it sets; where something is wrong, the first of it is thrown. */
  List<Entry> entries() throws SettingsException {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems.getFirst());
    }
    return List.copyOf(entries);
  }

  /** What it sets, as far as it can be understood. */
  List<Entry> understood() {
    return List.copyOf(entries);
  }

  /** All that is wrong, a line each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private static SettingsFile of(YamlFile yaml, SettingTable table) {
    SettingsFile file = new SettingsFile(yaml, table);
    yaml.root().ifPresent(root -> file.add("", root));
    return file;
  }

  private void add(String prefix, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      String key = prefix.isEmpty() ? "the file" : prefix;
      problems.add(yaml.where(node) + key + ": must hold keys and values");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      try {
        add(prefix, tuple);
      } catch (SettingsException e) {
        problems.add(e.getMessage());
      }
    }
  }

  private void add(String prefix, NodeTuple tuple) throws SettingsException {
    String key = (prefix.isEmpty() ? "" : prefix + ".") + yaml.scalar(tuple.getKeyNode(), "a key");
    Optional<Setting<?>> setting = find(key);
    if (setting.isPresent()) {
      addSetting(setting.get(), tuple);
    } else if (table.all().stream().anyMatch(s -> s.key().startsWith(key + "."))) {
      add(key, tuple.getValueNode());
    } else {
      throw unknown(key, tuple);
    }
  }

  private void addSetting(Setting<?> setting, NodeTuple tuple) throws SettingsException {
    String where = yaml.where(tuple.getKeyNode());
    if (!keys.add(setting.key())) {
      throw new SettingsException(where + setting.key() + ": is there twice; remove one");
    }
    entries.add(new Entry(setting, where, text(setting, tuple.getValueNode(), where)));
  }

  private String text(Setting<?> setting, Node node, String where) throws SettingsException {
    SettingType.Shape shape = setting.type().shape();
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    List<String> parts = new ArrayList<>();
    if (node instanceof SequenceNode list && shape == SettingType.Shape.LIST) {
      for (Node item : list.getValue()) {
        parts.add(yaml.scalar(item, setting.key()));
      }
      return String.join(",", parts);
    }
    if (node instanceof MappingNode map && shape == SettingType.Shape.MAP) {
      for (NodeTuple pair : map.getValue()) {
        parts.add(
            yaml.scalar(pair.getKeyNode(), setting.key())
                + "="
                + yaml.scalar(pair.getValueNode(), setting.key()));
      }
      return String.join(",", parts);
    }
    throw new SettingsException(where + setting.key() + ": it must be " + setting.allowed());
  }

  private SettingsException unknown(String key, NodeTuple tuple) {
    return yaml.unknown(
        key,
        tuple.getKeyNode(),
        table.all().stream().map(Setting::key).collect(Collectors.toSet()));
  }

  private Optional<Setting<?>> find(String key) {
    for (Setting<?> setting : table.all()) {
      if (setting.key().equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
