// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.model.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads settings from YAML, and knows at which line each one is. */
final class SettingsFile {
  /** Of a file, bytes; all settings together have a few thousand. */
  private static final int MOST_BYTES = 1 << 20;

  /** Of mappings and lists in each other; the settings have three. */
  private static final int MOST_DEPTH = 16;

  private static final int SHOWN_CHARACTERS = 80;

  private final String name;
  private final SettingTable table;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  /**
   * A setting in the file.
   *
   * @param where file and line, with a colon and a blank at the end
   */
  record Entry(Setting<?> setting, String where, String text) {}

  private SettingsFile(String name, SettingTable table) {
    this.name = name;
    this.table = table;
  }

  /** Reads a file. */
  static List<Entry> read(Path path, SettingTable table) throws SettingsException {
    try {
      return parse(PlainText.of(path.toString()), text(path), table);
    } catch (NoSuchFileException e) {
      throw new SettingsException(path + ": there is no such file; give another one, or none");
    } catch (AccessDeniedException e) {
      throw new SettingsException(path + ": Permission denied; grant read access");
    } catch (IOException e) {
      throw new SettingsException(path + ": cannot be read as text: " + e.getMessage());
    }
  }

  /** Its text; a device has no end. */
  private static String text(Path path) throws IOException, SettingsException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new SettingsException(path + ": is larger than 1 MiB, so it is no configuration");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Parses a file's text; {@code name} is its name in messages. */
  static List<Entry> parse(String name, String yaml, SettingTable table) throws SettingsException {
    SettingsFile file = new SettingsFile(name, table);
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(name).build();
      file.checkDepth(new Parse(settings).parseString(yaml));
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isPresent()) {
        file.add("", root.get());
      }
    } catch (MarkedYamlEngineException e) {
      throw new SettingsException(
          file.where(e.getProblemMark()) + "is not YAML: " + PlainText.of(e.getProblem()));
    } catch (YamlEngineException e) {
      String problem = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new SettingsException(name + ": is not YAML: " + PlainText.of(problem));
    }
    return List.copyOf(file.entries);
  }

  /** What composes a node calls itself for each that is inside. */
  private void checkDepth(Iterable<Event> events) throws SettingsException {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
        throw new SettingsException(where(event.getStartMark()) + "is nested too deeply");
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private void add(String prefix, Node node) throws SettingsException {
    if (!(node instanceof MappingNode mapping)) {
      String key = prefix.isEmpty() ? "the file" : prefix;
      throw new SettingsException(where(node) + key + ": must hold keys and values");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = (prefix.isEmpty() ? "" : prefix + ".") + scalar(tuple.getKeyNode(), "a key");
      Optional<Setting<?>> setting = find(key);
      if (setting.isPresent()) {
        addSetting(setting.get(), tuple);
      } else if (table.all().stream().anyMatch(s -> s.key().startsWith(key + "."))) {
        add(key, tuple.getValueNode());
      } else {
        throw unknown(key, tuple);
      }
    }
  }

  private void addSetting(Setting<?> setting, NodeTuple tuple) throws SettingsException {
    String where = where(tuple.getKeyNode());
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
        parts.add(scalar(item, setting.key()));
      }
      return String.join(",", parts);
    }
    if (node instanceof MappingNode map && shape == SettingType.Shape.MAP) {
      for (NodeTuple pair : map.getValue()) {
        parts.add(
            scalar(pair.getKeyNode(), setting.key())
                + "="
                + scalar(pair.getValueNode(), setting.key()));
      }
      return String.join(",", parts);
    }
    throw new SettingsException(where + setting.key() + ": it must be " + setting.allowed());
  }

  private String scalar(Node node, String key) throws SettingsException {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new SettingsException(where(node) + key + ": must be one plain value");
  }

  private SettingsException unknown(String key, NodeTuple tuple) {
    String shown = PlainText.of(key, SHOWN_CHARACTERS);
    Set<String> known = table.all().stream().map(Setting::key).collect(Collectors.toSet());
    return new SettingsException(
        "%s%s: unknown key; did you mean %s?"
            .formatted(where(tuple.getKeyNode()), shown, NearestKey.of(shown, known)));
  }

  private Optional<Setting<?>> find(String key) {
    for (Setting<?> setting : table.all()) {
      if (setting.key().equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  private String where(Node node) {
    return where(node.getStartMark());
  }

  private String where(Optional<Mark> mark) {
    return name + mark.map(m -> ":" + (m.getLine() + 1)).orElse("") + ": ";
  }
}
