// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Machine;
import org.junit.jupiter.api.Test;

class ProcessorTableTest {
  private static final String X86 =
      """
      processor\t: 0
      vendor_id\t: GenuineIntel
      model name\t: Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz
      physical id\t: 0
      core id\t\t: 3
      flags\t\t: fpu vme %s nonstop_tsc

      processor\t: 1
      vendor_id\t: GenuineIntel
      model name\t: Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz
      physical id\t: 1
      core id\t\t: 0
      flags\t\t: fpu vme %s nonstop_tsc
      """;

  @Test
  void eachHardwareThreadIsAPoint() {
    assertThat(ProcessorTable.parse(X86.formatted("tsc", "tsc")).info("node-1").points())
        .hasSize(2)
        .first()
        .satisfies(
            labels ->
                assertThat(labels)
                    .containsEntry("processor", "0")
                    .containsEntry("core_id", "3")
                    .containsEntry("node_name", "node-1"));
  }

  @Test
  void aHypervisorBelowIsSeenByTheCpusFlag() {
    assertThat(ProcessorTable.parse(X86.formatted("hypervisor", "hypervisor")).machine())
        .isEqualTo(Machine.VIRTUAL);
    assertThat(ProcessorTable.parse(X86.formatted("tsc", "tsc")).machine())
        .isEqualTo(Machine.BARE_METAL);
  }

  @Test
  void aCpuThatShowsNoFlagsDoesNotSay() {
    assertThat(ProcessorTable.parse("processor\t: 0\nBogoMIPS\t: 50.00\n").machine())
        .isEqualTo(Machine.UNKNOWN);
    assertThat(ProcessorTable.parse("").machine()).isEqualTo(Machine.UNKNOWN);
  }
}
