// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether there is a program of some name, before anything is started for it. */
public final class Program {
  private Program() {}

  /**
   * Looks for it as a shell does.
   *
   * @param name a path, or a name to be looked for
   * @param path folders, as the variable {@code PATH} has them
   * @throws ExecException if there is none, or none that may be executed
   */
  public static void check(String name, String path) throws ExecException {
    boolean isThere = false;
    for (Path each : candidates(name, path)) {
      isThere |= Files.exists(each);
      if (Files.isRegularFile(each) && Files.isExecutable(each)) {
        return;
      }
    }
    if (isThere) {
      throw new ExecException(
          ExecException.NOT_EXECUTABLE,
          "cannot run %s: it is no program, or may not be executed; see its permissions (chmod +x)"
              .formatted(name));
    }
    throw new ExecException(
        ExecException.NOT_FOUND,
        name.contains("/")
            ? "cannot run %s: there is no such file".formatted(name)
            : "cannot run %s: there is no such program in PATH; shell commands need a shell: exec -- sh -c '…'"
                .formatted(name));
  }

  private static List<Path> candidates(String name, String path) {
    if (name.contains("/")) {
      return List.of(Path.of(name));
    }
    List<Path> found = new ArrayList<>();
    if (!name.isEmpty()) {
      for (String folder : path.split(":", -1)) {
        found.add(Path.of(folder.isEmpty() ? "." : folder, name));
      }
    }
    return found;
  }
}
