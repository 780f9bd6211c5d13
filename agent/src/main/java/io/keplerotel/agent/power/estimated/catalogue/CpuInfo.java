// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.linux.fs.CpuIdentity;
import java.util.HashSet;
import java.util.List;
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
  private static final String HYPERVISOR = "hypervisor";

  CpuInfo {
    features = Set.copyOf(features);
  }

  static CpuInfo parse(String text) {
    String model = "";
    double mhz = 0;
    Set<String> features = Set.of();
    int threads = 0;
    String chip = "";
    Set<String> chips = new HashSet<>();
    Set<String> cores = new HashSet<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).strip()) {
        case "processor" -> threads++;
        case "model name" -> model = model.isEmpty() ? value : model;
        case "cpu MHz" -> mhz = mhz > 0 ? mhz : number(value);
        case "physical id" -> {
          chip = value;
          chips.add(chip);
        }
        case "core id" -> cores.add(chip + "/" + value);
        case "flags" ->
            features = features.isEmpty() ? new HashSet<>(List.of(value.split(" ", -1))) : features;
        default -> {}
      }
    }
    return new CpuInfo(
        model,
        CpuIdentity.parse(text),
        threads,
        known(chips.size()),
        known(cores.size()),
        mhz > 0 ? OptionalDouble.of(mhz) : OptionalDouble.empty(),
        features,
        features.contains(HYPERVISOR));
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
