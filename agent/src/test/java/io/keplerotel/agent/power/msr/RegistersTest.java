// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.rapl.RaplCpu;
import io.keplerotel.agent.power.rapl.RaplCpu.Vendor;
import org.junit.jupiter.api.Test;

class RegistersTest {
  /** 2^-14 J, as most Intel CPUs have it; the other fields are power and time. */
  private static final long INTEL_UNITS = 0xa0e03;

  /** 2^-16 J. */
  private static final long AMD_UNITS = 0xa1003;

  private static final RaplCpu CLIENT = new RaplCpu(Vendor.INTEL, 6, 0x9e);
  private static final RaplCpu SKYLAKE_SP = new RaplCpu(Vendor.INTEL, 6, 0x55);
  private static final RaplCpu SAPPHIRE_RAPIDS = new RaplCpu(Vendor.INTEL, 6, 0x8f);
  private static final RaplCpu BAY_TRAIL = new RaplCpu(Vendor.INTEL, 6, 0x37);
  private static final RaplCpu GENOA = new RaplCpu(Vendor.AMD, 0x19, 0x11);

  @Test
  void theUnitIsAFractionOfAJoule() {
    assertThat(microjoules(CLIENT, Component.PACKAGE, INTEL_UNITS)).isEqualTo(61.035);
    assertThat(microjoules(CLIENT, Component.DRAM, INTEL_UNITS)).isEqualTo(61.035);
    assertThat(microjoules(GENOA, Component.PACKAGE, AMD_UNITS)).isEqualTo(15.258);
  }

  @Test
  void someServersCountDramInAUnitOfTheirOwn() {
    assertThat(microjoules(SKYLAKE_SP, Component.DRAM, INTEL_UNITS)).isEqualTo(15.3);
    assertThat(microjoules(SKYLAKE_SP, Component.PACKAGE, INTEL_UNITS)).isEqualTo(61.035);
    assertThat(microjoules(SAPPHIRE_RAPIDS, Component.DRAM, INTEL_UNITS)).isEqualTo(61.035);
  }

  @Test
  void someCountPsysInJoulesAndTheFirstAtomsInMicrojoules() {
    assertThat(microjoules(SAPPHIRE_RAPIDS, Component.PLATFORM, INTEL_UNITS)).isEqualTo(1e6);
    assertThat(microjoules(BAY_TRAIL, Component.PACKAGE, 0x505)).isEqualTo(32);
  }

  @Test
  void theRangeIsThatOf32Bits() {
    EnergyUnit unit = Registers.unit(CLIENT, Component.PACKAGE, INTEL_UNITS);
    assertThat(unit.rangeUj()).isEqualTo(262_144_000_000L);
    assertThat(unit.toUj(0xffff_ffffL)).isEqualTo(262_143_999_938L);
  }

  @Test
  void onlyCpusThatHaveThemAreAsked() {
    assertThat(Registers.of(CLIENT)).isPresent();
    assertThat(Registers.of(GENOA)).isPresent();
    assertThat(Registers.of(new RaplCpu(Vendor.AMD, 0x15, 1))).isEmpty();
    assertThat(Registers.of(new RaplCpu(Vendor.INTEL, 15, 1))).isEmpty();
    assertThat(Registers.of(RaplCpu.UNKNOWN)).isEmpty();
  }

  /** µJ of one count, to a thousandth. */
  private static double microjoules(RaplCpu cpu, Component component, long units) {
    return Registers.unit(cpu, component, units).toUj(1000) / 1000.0;
  }
}
