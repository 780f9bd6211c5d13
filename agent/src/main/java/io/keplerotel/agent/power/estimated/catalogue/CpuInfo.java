// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.linux.fs.CpuIdentity;
import io.keplerotel.agent.linux.fs.ProcessorTable;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code /proc/cpuinfo} says of all hardware threads together.
 *
 * @param modelName of the first; empty text where it has none
 * @param identity of the first
 * @param threads how many there are
 * @param chips packages; empty where it does not say
 * @param cores of all packages; empty where it does not say
 * @param mhz of the first, now, MHz
 * @param features flags of the first; none on arm64
 * @param hypervisor whether the CPU says that one is below
 */
record CpuInfo(
    String modelName,
    CpuIdentity identity,
    int threads,
    OptionalInt chips,
    OptionalInt cores,
    OptionalDouble mhz,
    Set<String> features,
    boolean hypervisor) {
  CpuInfo {
    features = Set.copyOf(features);
  }

  static CpuInfo of(ProcessorTable table) {
    Set<String> chips = new HashSet<>();
    Set<String> cores = new HashSet<>();
    for (Map<String, String> thread : table.threads()) {
      String chip = thread.getOrDefault("physical id", "");
      if (!chip.isEmpty()) {
        chips.add(chip);
      }
      if (thread.containsKey("core id")) {
        cores.add(chip + "/" + thread.get("core id"));
      }
    }
    double mhz = table.first("cpu MHz").map(CpuInfo::number).orElse(0.0);
    return new CpuInfo(
        table.first("model name").orElse(""),
        CpuIdentity.of(table),
        table.threads().size(),
        known(chips.size()),
        known(cores.size()),
        mhz > 0 ? OptionalDouble.of(mhz) : OptionalDouble.empty(),
        table.features(),
        table.isVirtual().orElse(false));
  }

  private static OptionalInt known(int count) {
    return count > 0 ? OptionalInt.of(count) : OptionalInt.empty();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException ignored) {
      // Not known.
      return 0;
    }
  }
}
