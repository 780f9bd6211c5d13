// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.rapl.RaplCpu;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which registers a CPU counts its energy in, and in which units. Of Intel's Software Developer's
 * Manual, volume 4, and AMD's Processor Programming References; the exceptions are those of Linux,
 * arch/x86/events/rapl.c and drivers/powercap/intel_rapl_msr.c.
 *
 * @param unit address of the register that holds the unit
 * @param packages one counter for each package or die
 * @param core address of the counter that each core has; empty where there is none
 */
record Registers(long unit, List<Register> packages, Optional<Long> core) {
  private static final Registers INTEL =
      new Registers(
          0x606,
          List.of(
              new Register(0x611, Component.PACKAGE),
              new Register(0x639, Component.CORE),
              new Register(0x641, Component.UNCORE),
              new Register(0x619, Component.DRAM),
              new Register(0x64d, Component.PLATFORM)),
          Optional.empty());
  private static final Registers AMD =
      new Registers(
          0xc001_0299L,
          List.of(new Register(0xc001_029bL, Component.PACKAGE)),
          Optional.of(0xc001_029aL));

  private static final int INTEL_FAMILY = 6;
  private static final int FIRST_AMD_FAMILY = 0x17;

  /** Haswell-EP, Broadwell-EP and -DE, Knights Landing and Mill, Skylake-SP, Ice Lake-SP and -D. */
  private static final Set<Integer> FIXED_DRAM =
      Set.of(0x3f, 0x4f, 0x56, 0x57, 0x85, 0x55, 0x6a, 0x6c);

  /** Sapphire Rapids, Emerald Rapids: psys counts joules. */
  private static final Set<Integer> JOULE_PSYS = Set.of(0x8f, 0xcf);

  /** Silvermont, Airmont: units are 2^n µJ, not 2^-n J. */
  private static final Set<Integer> MICROJOULES = Set.of(0x37, 0x4a, 0x4c, 0x5a, 0x5d);

  private static final int UNIT_SHIFT = 8;
  private static final int UNIT_MASK = 0x1f;

  Registers {
    packages = List.copyOf(packages);
  }

  /** A counter. */
  record Register(long address, Component component) {}

  /** Those of this CPU; empty where it is none that has RAPL. */
  static Optional<Registers> of(RaplCpu cpu) {
    return switch (cpu.vendor()) {
      case INTEL -> cpu.family() == INTEL_FAMILY ? Optional.of(INTEL) : Optional.empty();
      case AMD -> cpu.family() >= FIRST_AMD_FAMILY ? Optional.of(AMD) : Optional.empty();
      case OTHER -> Optional.empty();
    };
  }

  /**
   * The unit of a counter.
   *
   * @param units what the register of units holds
   */
  static EnergyUnit unit(RaplCpu cpu, Component component, long units) {
    boolean intel = cpu.vendor() == RaplCpu.Vendor.INTEL;
    if (intel && component == Component.DRAM && FIXED_DRAM.contains(cpu.model())) {
      return EnergyUnit.FIXED_DRAM;
    }
    if (intel && component == Component.PLATFORM && JOULE_PSYS.contains(cpu.model())) {
      return EnergyUnit.JOULE;
    }
    int shift = (int) (units >> UNIT_SHIFT) & UNIT_MASK;
    return intel && MICROJOULES.contains(cpu.model())
        ? EnergyUnit.microjoules(shift)
        : EnergyUnit.fractionOfJoule(shift);
  }
}
