// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Machine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine that the agent runs on.
 *
 * @param kind what the kernel runs on; not known where the CPU does not say
 */
public record OwnMachine(Fingerprint fingerprint, Machine kind) {
  /** Reads what the kernel says of it; what it does not say is not known. */
  public static OwnMachine read(HostFiles files) {
    return parse(text(files.cpuinfo()), text(files.meminfo()));
  }

  private static Optional<String> text(Path path) {
    try {
      return Optional.of(new SmallFile().text(path));
    } catch (UnreadableException ignored) {
      // Then no calibration fits this machine, which is said where one was to be used.
      return Optional.empty();
    }
  }

  private static OwnMachine parse(Optional<String> cpuinfo, Optional<String> meminfo) {
    Optional<String> flags =
        cpuinfo.flatMap(text -> text.lines().filter(line -> line.startsWith("flags")).findFirst());
    Machine kind =
        flags
            .map(
                line ->
                    (line + " ").contains(" hypervisor ") ? Machine.VIRTUAL : Machine.BARE_METAL)
            .orElse(Machine.UNKNOWN);
    return new OwnMachine(Fingerprint.parse(cpuinfo.orElse(""), meminfo.orElse("")), kind);
  }
}
