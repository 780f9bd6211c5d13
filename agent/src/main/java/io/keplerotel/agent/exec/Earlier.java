// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A result that was written as JSON before, to be compared with.
 *
 * @param file where it was read from
 * @param command the program and its arguments
 * @param estimated whether its energy is estimated
 * @param model what it was estimated by; empty where it is measured
 * @param runs those that succeeded, or all where none did; at least one
 */
public record Earlier(
    Path file, List<String> command, boolean estimated, String model, List<Figures> runs) {
  private static final long MOST_BYTES = 16L << 20;

  /** Takes copies. */
  public Earlier {
    command = List.copyOf(command);
    runs = List.copyOf(runs);
  }

  /** What one run used. */
  public record Figures(double joules, double cpuSeconds, double seconds) {
    double of(Figure figure) {
      return switch (figure) {
        case JOULES -> joules;
        case CPU_SECONDS -> cpuSeconds;
        case SECONDS -> seconds;
        case MEAN_WATTS -> seconds <= 0 ? 0 : joules / seconds;
      };
    }
  }

  /**
   * Reads it.
   *
   * @throws ExecException if the file cannot be read, or has no such result
   */
  public static Earlier read(Path file) throws ExecException {
    try {
      if (!Files.isRegularFile(file) && Files.exists(file)) {
        throw wrong(file, "it is no file");
      }
      if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
        throw wrong(file, "it is larger than 16 MiB");
      }
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw wrong(file, "there is no such file");
    } catch (IOException e) {
      throw wrong(file, FileFailure.words(e));
    }
  }

  /** The same, of its text. */
  static Earlier parse(Path file, String text) throws ExecException {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong(file, "it is no JSON");
    }
    if (!root.path("estimated").isBoolean() || root.path("runs").isEmpty()) {
      throw wrong(file, "it has no \"runs\" and \"estimated\"");
    }
    List<Figures> succeeded = new ArrayList<>();
    List<Figures> all = new ArrayList<>();
    for (JsonNode run : root.get("runs")) {
      Figures figures =
          new Figures(
              number(file, run, "joules"),
              number(file, run, "cpu_seconds"),
              number(file, run, "seconds"));
      all.add(figures);
      if (number(file, run, "exit_status") == 0) {
        succeeded.add(figures);
      }
    }
    List<String> command =
        StreamSupport.stream(root.path("command").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return new Earlier(
        file,
        command,
        root.get("estimated").asBoolean(),
        root.path("estimate").path("model").asText(),
        succeeded.isEmpty() ? all : succeeded);
  }

  private static double number(Path file, JsonNode run, String key) throws ExecException {
    JsonNode value = run.path(key);
    double number = value.isNumber() ? value.asDouble() : -1;
    if (!(number >= 0 && number < Double.MAX_VALUE)) {
      throw wrong(file, "a run of it has no \"%s\" that can be".formatted(key));
    }
    return number;
  }

  private static ExecException wrong(Path file, String why) {
    return new ExecException(
        ExecException.CANNOT_MEASURE,
        "cannot compare with %s: %s; it must be what kepler-agent exec --output FILE.json wrote. The command was not run"
            .formatted(file, why));
  }
}
