// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.fs.HostFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where NVML is to be found.
 *
 * @param files of the host
 * @param library as it was set
 */
public record NvmlPlaces(HostFiles files, Optional<Path> library) {
  /** Whether there is a driver to talk to; cheap. */
  boolean hasDriver() {
    return files.hasNvidiaDriver();
  }

  /** All places, the best first. */
  List<String> libraries() {
    return library.map(path -> List.of(path.toString())).orElseGet(files::nvidiaLibraries);
  }
}
