// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands to their end. */
final class Command {
  private static final long PATIENCE_S = 300;

  private Command() {}

  /**
   * What a command did.
   *
   * @param output what it printed, errors included
   */
  record Result(int status, String output) {
    /** Its output; throws if it failed. */
    String ok() {
      if (status != 0) {
        throw new IllegalStateException("status " + status + ":\n" + output);
      }
      return output;
    }
  }

  /** Runs a shell script in a folder; throws if it fails. */
  static String in(Path folder, String script) {
    return run(folder, Map.of(), List.of("bash", "-c", script)).ok();
  }

  static Result run(Path folder, Map<String, String> environment, List<String> words) {
    try {
      Path log = Files.createTempFile("kepler-e2e", ".log");
      log.toFile().deleteOnExit();
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      String output = Files.readString(log, StandardCharsets.UTF_8);
      Files.delete(log);
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
