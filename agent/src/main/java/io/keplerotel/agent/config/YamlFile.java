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
import java.util.Collection;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A YAML file of moderate size and depth, whose faults are told with file and line.
 *
 * @param name of the file in messages
 * @param root empty where the file says nothing
 */
public record YamlFile(String name, Optional<Node> root) {
  /** Of a file, bytes; all settings together have a few thousand. */
  private static final int MOST_BYTES = 1 << 20;

  /** Of mappings and lists in each other; the settings have three. */
  private static final int MOST_DEPTH = 16;

  private static final int SHOWN_CHARACTERS = 80;

  /** Reads a file, as {@link #parse} does. */
  public static YamlFile read(Path path) throws SettingsException {
    try {
      return parse(PlainText.of(path.toString()), text(path));
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

  /** Parses a file's text; what is no YAML, or is nested without end, is thrown. */
  public static YamlFile parse(String name, String yaml) throws SettingsException {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(name).build();
      checkDepth(name, new Parse(settings).parseString(yaml));
      return new YamlFile(name, new Compose(settings).composeString(yaml));
    } catch (MarkedYamlEngineException e) {
      throw new SettingsException(
          where(name, e.getProblemMark()) + "is not YAML: " + PlainText.of(e.getProblem()));
    } catch (YamlEngineException e) {
      String problem = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new SettingsException(name + ": is not YAML: " + PlainText.of(problem));
    }
  }

  /** What composes a node calls itself for each that is inside. */
  private static void checkDepth(String name, Iterable<Event> events) throws SettingsException {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
        throw new SettingsException(where(name, event.getStartMark()) + "is nested too deeply");
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  /** The text of a plain value; {@code key} names it where it is none. */
  public String scalar(Node node, String key) throws SettingsException {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new SettingsException(where(node) + key + ": must be one plain value");
  }

  /** What to say of a key that nobody knows. */
  public SettingsException unknown(String key, Node at, Collection<String> known) {
    String shown = PlainText.of(key, SHOWN_CHARACTERS);
    return new SettingsException(
        "%s%s: unknown key; did you mean %s?"
            .formatted(where(at), shown, NearestKey.of(shown, known)));
  }

  /** File and line of a node, with a colon and a blank at the end. */
  public String where(Node node) {
    return where(name, node.getStartMark());
  }

  private static String where(String name, Optional<Mark> mark) {
    return name + mark.map(m -> ":" + (m.getLine() + 1)).orElse("") + ": ";
  }
}
