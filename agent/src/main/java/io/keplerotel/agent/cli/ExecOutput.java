// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.exec.ExecException;
import io.keplerotel.agent.exec.FileFailure;
import io.keplerotel.agent.exec.Outcome;
import io.keplerotel.agent.exec.ResultCsv;
import io.keplerotel.agent.exec.ResultJson;
import io.keplerotel.agent.exec.ResultText;
import io.keplerotel.agent.model.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the result of {@code kepler-agent exec} goes.
 *
 * @param form of the file or, without one, of what is printed
 * @param file beside standard error, which then has the table
 * @param quiet whether nothing is printed
 */
record ExecOutput(Form form, Optional<Path> file, boolean quiet) {
  /** What it looks like. */
  enum Form {
    TABLE,
    JSON,
    CSV
  }

  /**
   * Makes a file beside the one to be written, and removes it, before anything is run for it.
   *
   * @throws ExecException if the file cannot be written
   */
  void checkWritable() throws ExecException {
    if (file.isEmpty()) {
      return;
    }
    try {
      if (Files.exists(file.get()) && !Files.isRegularFile(file.get())) {
        throw new ExecException(
            ExecException.CANNOT_MEASURE,
            "cannot write %s: it is no file; the command was not run".formatted(file.get()));
      }
      Files.delete(beside(target(file.get())));
    } catch (IOException e) {
      throw new ExecException(
          ExecException.CANNOT_MEASURE,
          "cannot write %s: %s; the command was not run"
              .formatted(file.get(), FileFailure.words(e)));
    }
  }

  /** Writes and prints it. What cannot be written is printed, also where all is to be quiet. */
  void show(Outcome outcome) {
    Optional<String> failure = file.flatMap(to -> failureToWrite(to, text(outcome, form)));
    if (!quiet || failure.isPresent()) {
      System.err.print(text(outcome, file.isPresent() ? Form.TABLE : form));
    }
    failure.ifPresent(ExecOutput::say);
    boolean saidByJson = file.isEmpty() && form == Form.JSON;
    if (!saidByJson) {
      outcome.exceeded().forEach(ExecOutput::say);
    }
  }

  private static void say(String line) {
    System.err.println("kepler-agent exec: " + PlainText.of(line));
  }

  /** Whole, or not at all. */
  private static Optional<String> failureToWrite(Path file, String text) {
    try {
      Path target = target(file);
      Path written = beside(target);
      try {
        Files.writeString(written, text, UTF_8);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
            written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
      return Optional.empty();
    } catch (IOException e) {
      remove(file);
      return Optional.of(
          "cannot write %s: %s; the figures are above, and the exit status is as if it had been written"
              .formatted(file, FileFailure.words(e)));
    }
  }

  /** What an earlier run has written there must not be taken for this one's. */
  private static void remove(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
    } catch (IOException ignored) {
      // What is wrong with the place is said already.
    }
  }

  /** A link stays what it is. */
  private static Path target(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  private static Path beside(Path target) throws IOException {
    return Files.createTempFile(target.resolveSibling("."), ".kepler-exec", ".part");
  }

  private static String text(Outcome outcome, Form form) {
    return switch (form) {
      case TABLE -> String.join("\n", ResultText.of(outcome)) + "\n";
      case JSON -> ResultJson.of(outcome);
      case CSV -> ResultCsv.of(outcome);
    };
  }
}
