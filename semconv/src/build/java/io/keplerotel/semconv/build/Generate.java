// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the registry and writes constants and the table of metrics: {@code Generate MODEL_FOLDER
 * JAVA_FOLDER METRICS_MD}. Runs before the module's own classes are compiled.
 */
final class Generate {
  public static void main(String[] arguments) throws IOException {
    try {
      Registry registry = Registry.read(Path.of(arguments[0]));
      new JavaWriter(registry, Path.of(arguments[1]).resolve("io/keplerotel/semconv")).write();
      Files.writeString(Path.of(arguments[2]), new TableWriter(registry).write());
    } catch (BadModel e) {
      System.err.println("semconv: " + e.getMessage());
      System.exit(1);
    }
  }
}
