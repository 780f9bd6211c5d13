// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuIdentityTest {
  @Test
  void x86IsKnownByFamilyModelAndStepping() {
    String cpuinfo =
        """
        processor\t: 0
        vendor_id\t: AuthenticAMD
        cpu family\t: 25
        model\t\t: 17
        model name\t: AMD EPYC
        stepping\t: 1

        processor\t: 1
        vendor_id\t: Other
        """;

    assertThat(of(cpuinfo)).isEqualTo(new CpuIdentity("AuthenticAMD", 25, 17, 1));
  }

  @Test
  void armIsKnownByImplementerAndPart() {
    String cpuinfo =
        """
        processor\t: 0
        BogoMIPS\t: 50.00
        CPU implementer\t: 0x41
        CPU architecture: 8
        CPU variant\t: 0x3
        CPU part\t: 0xd0c
        """;

    assertThat(of(cpuinfo)).isEqualTo(new CpuIdentity("0x41", 0xd0c, 0, 0));
  }

  @Test
  void whatTheHypervisorHidesIsTheLowest() {
    assertThat(of("processor: 0\nvendor_id: GenuineIntel\ncpu family: 6\nstepping: unknown\n"))
        .isEqualTo(new CpuIdentity("GenuineIntel", 6, 0, 0));
  }

  @Test
  void anythingElseIsUnknown() {
    assertThat(of("")).isEqualTo(CpuIdentity.UNKNOWN);
    assertThat(of("processor: 0\ncpu\t\t: POWER9\n")).isEqualTo(CpuIdentity.UNKNOWN);
  }

  private static CpuIdentity of(String cpuinfo) {
    return CpuIdentity.of(ProcessorTable.parse(cpuinfo));
  }
}
