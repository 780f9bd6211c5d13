// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.exec.ExecException;
import io.keplerotel.agent.exec.Result;
import io.keplerotel.agent.exec.ResultCsv;
import io.keplerotel.agent.exec.ResultJson;
import io.keplerotel.agent.exec.ResultText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Looks whether the file can be written, before anything is run for it.
   *
   * @throws ExecException if it cannot
   */
  void checkWritable() throws ExecException {
    if (file.isEmpty()) {
      return;
    }
    Path folder = file.get().toAbsolutePath().normalize().getParent();
    boolean other = Files.exists(file.get()) && !Files.isRegularFile(file.get());
    if (other || folder == null || !Files.isWritable(folder)) {
      throw new ExecException(
          ExecException.CANNOT_MEASURE,
          "cannot write %s: it must be a file in a folder that can be written to; the command was not run"
              .formatted(file.get()));
    }
  }

  /** Writes it. */
  void show(Result result) throws IOException {
    if (file.isPresent()) {
      Files.writeString(file.get(), text(result, form));
    }
    if (!quiet) {
      System.err.print(text(result, file.isPresent() ? Form.TABLE : form));
    }
  }

  private static String text(Result result, Form form) {
    return switch (form) {
      case TABLE -> String.join("\n", ResultText.of(result)) + "\n";
      case JSON -> ResultJson.of(result);
      case CSV -> ResultCsv.of(result);
    };
  }
}
