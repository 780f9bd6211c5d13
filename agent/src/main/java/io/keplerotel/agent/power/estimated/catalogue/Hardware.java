// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

/**
 * A machine, as far as its power depends on it.
 *
 * @param cpu its CPUs, all of one model
 * @param family of the servers that it is compared with
 * @param chips CPU packages
 * @param cores of all of them together
 * @param threads hardware threads of all of them together
 * @param memoryGib memory, GiB
 */
public record Hardware(
    CpuModel cpu, Family family, int chips, int cores, int threads, double memoryGib) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is not above 0, or there are fewer cores than
   *     chips, or fewer threads than cores
   */
  public Hardware {
    boolean possible =
        chips > 0 && cores >= chips && threads >= cores && memoryGib > 0 && memoryGib < 1e9;
    if (!possible) {
      throw new IllegalArgumentException(
          "no machine has %d CPU packages, %d cores, %d threads and %s GiB"
              .formatted(chips, cores, threads, memoryGib));
    }
  }

  /** The same with other memory. */
  Hardware withMemory(double gib) {
    return new Hardware(cpu, family, chips, cores, threads, gib);
  }
}
