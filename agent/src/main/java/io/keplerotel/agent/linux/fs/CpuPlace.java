// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.util.Comparator;

/**
 * Where a hardware thread sits.
 *
 * @param cpu its number
 * @param packageId of its package
 * @param dieId of its die within the package; 0 where the kernel does not tell
 * @param coreId of its core within the die
 */
public record CpuPlace(int cpu, int packageId, int dieId, int coreId)
    implements Comparable<CpuPlace> {
  private static final Comparator<CpuPlace> ORDER =
      Comparator.comparingInt(CpuPlace::packageId)
          .thenComparingInt(CpuPlace::dieId)
          .thenComparingInt(CpuPlace::coreId)
          .thenComparingInt(CpuPlace::cpu);

  /** Reads it; a number that is missing, or -1 as on some boards, is 0. */
  public static CpuPlace read(HostFiles files, SmallFile file, int cpu) {
    return new CpuPlace(
        cpu,
        id(files, file, cpu, "physical_package_id"),
        id(files, file, cpu, "die_id"),
        id(files, file, cpu, "core_id"));
  }

  private static int id(HostFiles files, SmallFile file, int cpu, String field) {
    try {
      return (int) file.number(files.cpuTopology(cpu, field));
    } catch (UnreadableException ignored) {
      // Kernels before 5.2 know no dies, and a CPU that goes offline has no topology.
      return 0;
    }
  }

  /** By package, die, core, number. */
  @Override
  public int compareTo(CpuPlace other) {
    return ORDER.compare(this, other);
  }
}
