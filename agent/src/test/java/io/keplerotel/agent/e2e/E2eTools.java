// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the programs are that {@code make e2e-tools} builds. */
final class E2eTools {
  private E2eTools() {}

  /** A program's path; skips the test (or fails it, with {@code REQUIRE_E2E=1}) without it. */
  static String path(String tool) {
    Path path = folder().resolve(tool);
    Requirement.E2E.unless(Files.isExecutable(path), path + " is missing; run: make e2e-tools");
    return path.toString();
  }

  private static Path folder() {
    return Optional.ofNullable(System.getenv("E2E_BIN"))
        .map(Path::of)
        .orElse(Path.of("..", ".cache", "e2e", "bin"))
        .toAbsolutePath()
        .normalize();
  }
}
