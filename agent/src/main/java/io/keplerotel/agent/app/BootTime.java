// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.time.Instant;
import java.util.Optional;

/** When the machine was started, to the second, by its present clock. */
final class BootTime {
  private static final String LINE = "btime ";

  private BootTime() {}

  static Optional<Instant> read(HostFiles files) {
    try {
      return parse(new SmallFile().text(files.stat()));
    } catch (UnreadableException ignored) {
      // A fixture without one: when a process began is not told then.
      return Optional.empty();
    }
  }

  static Optional<Instant> parse(String stat) {
    return stat.lines()
        .filter(line -> line.startsWith(LINE))
        .map(line -> line.substring(LINE.length()).strip())
        .filter(seconds -> !seconds.isEmpty() && seconds.length() < 12)
        .filter(seconds -> seconds.chars().allMatch(c -> c >= '0' && c <= '9'))
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
        .findFirst();
  }
}
