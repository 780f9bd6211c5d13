// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.util.Locale;

/**
 * The cgroup v1 controllers that the agent can follow, best first. The order is that of the BPF
 * program's {@code enum legacy_controller}, from 1.
 */
public enum LegacyController {
  CPUACCT,
  CPU,
  MEMORY,
  PIDS;

  /** The kernel's name. */
  public String kernelName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
