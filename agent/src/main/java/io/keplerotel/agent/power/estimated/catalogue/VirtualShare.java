// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.OptionalDouble;

/**
 * Which part of its host a virtual machine is.
 *
 * @param vcpus hardware threads of the host that it has
 * @param memoryGib its memory, GiB; empty for its share of what the host has
 * @param idle what it is held to use of the host's idle power
 */
public record VirtualShare(int vcpus, OptionalDouble memoryGib, HostIdle idle) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if it has no CPU or no memory
   */
  public VirtualShare {
    if (vcpus < 1 || (memoryGib.isPresent() && !(memoryGib.getAsDouble() > 0))) {
      throw new IllegalArgumentException("a virtual machine has at least a vCPU and some memory");
    }
  }

  /** Which part of its host it is, by hardware threads. */
  double of(Hardware host) {
    return Math.min(1, (double) vcpus / host.threads());
  }
}
