// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OwnFiles;
import java.util.Map;

/**
 * Where the agent runs. Immutable.
 *
 * @param files of the host
 * @param own of the process
 * @param environment its variables
 * @param encoding that names of files, variables and flags are read by, such as {@code UTF-8}
 * @param heapBytes what its heap may grow to
 */
public record Surroundings(
    HostFiles files,
    OwnFiles own,
    Map<String, String> environment,
    String encoding,
    long heapBytes) {
  /** Takes a copy of the map. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process, with the host's files where the settings say that they are. */
  public static Surroundings here(HostFiles files) {
    return new Surroundings(
        files,
        OwnFiles.here(),
        System.getenv(),
        System.getProperty("sun.jnu.encoding", "unknown"),
        Runtime.getRuntime().maxMemory());
  }
}
