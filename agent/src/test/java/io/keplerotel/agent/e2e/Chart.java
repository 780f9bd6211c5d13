// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The commands of the deployment guide, run in the repository's root as they are written there. */
final class Chart {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Chart() {}

  /** A helm or kubectl command line; words are separated by single spaces. */
  static Command.Result run(Path kubeconfig, String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
    words.set(0, E2eTools.path(words.get(0)));
    return Command.run(ROOT, Map.of("KUBECONFIG", kubeconfig.toString()), words);
  }

  /** A command line that asks no API server. */
  static Command.Result offline(String line) {
    return run(Path.of("/nonexistent"), line);
  }
}
