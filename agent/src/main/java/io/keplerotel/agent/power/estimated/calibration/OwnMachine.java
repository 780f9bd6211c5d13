// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Machine;

/**
 * The machine that the agent runs on.
 *
 * @param kind what the kernel runs on; not known where the CPU does not say
 */
public record OwnMachine(Fingerprint fingerprint, Machine kind) {
  /** Reads what the kernel says of it; what it does not say is not known. */
  public static OwnMachine read(HostFiles files) {
    ProcessorTable processors = ProcessorTable.read(files);
    return new OwnMachine(
        Fingerprint.of(processors, meminfo(files)), Machine.of(processors.isVirtual()));
  }

  private static String meminfo(HostFiles files) {
    try {
      return new SmallFile().text(files.meminfo());
    } catch (UnreadableException ignored) {
      // Then no calibration fits this machine, which is said where one was to be used.
      return "";
    }
  }
}
