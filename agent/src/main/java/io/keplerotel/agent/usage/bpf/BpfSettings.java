// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.bpf;

import java.util.List;

/**
 * What the BPF programs must know of this machine.
 *
 * @param legacyController the cgroup v1 controller whose hierarchy holds the containers; empty
 *     where there is none
 * @param legacyHierarchy number of that hierarchy; ignored without a controller
 * @param ringBytes size of the ring that ended tasks are handed over in: a power of 2, at least a
 *     page; one task takes 72 bytes
 * @param seesAllTasks whether the agent is in the host's PID namespace, whose tasks the walk shows
 */
public record BpfSettings(
    String legacyController, int legacyHierarchy, int ringBytes, boolean seesAllTasks) {
  /** Controllers in the order of {@code enum legacy_controller} in cpu_time.h. */
  private static final List<String> CONTROLLERS = List.of("", "cpuacct", "cpu", "memory", "pids");

  private static final int SMALLEST_RING_BYTES = 4096;

  /** Checks. */
  public BpfSettings {
    if (!CONTROLLERS.contains(legacyController)) {
      throw new IllegalArgumentException("no cgroup v1 controller " + legacyController);
    }
    if (ringBytes < SMALLEST_RING_BYTES || Integer.bitCount(ringBytes) != 1) {
      throw new IllegalArgumentException(
          "the ring's size must be a power of 2 of at least 4096 bytes, not " + ringBytes);
    }
  }

  int controllerIndex() {
    return CONTROLLERS.indexOf(legacyController);
  }

  int hierarchyOrNone() {
    return legacyController.isEmpty() ? -1 : legacyHierarchy;
  }
}
