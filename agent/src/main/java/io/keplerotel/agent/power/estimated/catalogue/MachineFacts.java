// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a machine's files say of it.
 *
 * @param cpuName as the kernel, or the board, calls it; empty text where nobody does
 * @param family of its CPUs, where it is known
 * @param size how large it is
 * @param cache L3 cache that one hardware thread sees, MiB
 * @param mhz base frequency, MHz
 * @param virtual whether a hypervisor is below
 * @param instanceType as its cloud calls it
 */
record MachineFacts(
    String cpuName,
    Optional<String> family,
    Size size,
    OptionalInt cache,
    OptionalDouble mhz,
    boolean virtual,
    Optional<String> instanceType) {
  /**
   * How large a machine is.
   *
   * @param chips CPU packages
   * @param cores of all of them
   * @param threads hardware threads that are online
   * @param memoryGib memory, GiB; empty where it is not known
   */
  record Size(OptionalInt chips, OptionalInt cores, int threads, OptionalDouble memoryGib) {}

  MachineFacts withInstanceType(String type) {
    return new MachineFacts(cpuName, family, size, cache, mhz, virtual, Optional.of(type));
  }
}
