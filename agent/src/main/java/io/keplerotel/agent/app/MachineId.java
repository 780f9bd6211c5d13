// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds {@code host.id}: the machine's own, never that of the container the agent runs in. */
record MachineId(HostFiles files) {
  private static final Pattern ID = Pattern.compile("[0-9A-Fa-f-]{32,36}");
  private static final Pattern NONE = Pattern.compile("[0F-]+", Pattern.CASE_INSENSITIVE);

  Optional<String> find() {
    return files.machineIds().stream().flatMap(path -> read(path).stream()).findFirst();
  }

  private static Optional<String> read(Path path) {
    try {
      return Optional.of(new SmallFile().text(path).strip())
          .filter(id -> ID.matcher(id).matches() && !NONE.matcher(id).matches());
    } catch (UnreadableException ignored) {
      // Not there, or not for everybody: the next one, or none.
      return Optional.empty();
    }
  }
}
