// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.power.rapl.RaplCpu.Vendor;
import org.junit.jupiter.api.Test;

class RaplCpuTest {
  @Test
  void theKernelsLineSaysVendorFamilyAndModel() {
    assertThat(RaplCpu.parse(CpuFixture.XEON)).isEqualTo(new RaplCpu(Vendor.INTEL, 6, 0x55));
    assertThat(RaplCpu.parse(CpuFixture.EPYC + "\n"))
        .isEqualTo(new RaplCpu(Vendor.AMD, 0x19, 0x11));
    assertThat(RaplCpu.parse("cpu:type:x86,ven0009fam0018mod0000:feature:"))
        .as("Hygon")
        .isEqualTo(new RaplCpu(Vendor.AMD, 0x18, 0));
    assertThat(RaplCpu.parse("cpu:type:x86,ven0005fam0006mod0000:feature:").vendor())
        .isEqualTo(Vendor.OTHER);
  }

  @Test
  void otherArchitecturesAreNotKnown() {
    assertThat(RaplCpu.parse("cpu:type:aarch64:feature:,0000")).isEqualTo(RaplCpu.UNKNOWN);
    assertThat(RaplCpu.parse("")).isEqualTo(RaplCpu.UNKNOWN);
  }
}
