// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

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
  void eachHardwareThreadHasItsFields() {
    ProcessorTable table = ProcessorTable.parse(X86.formatted("tsc", "amx_tile"));
    assertThat(table.threads())
        .extracting(thread -> thread.get("core id"))
        .containsExactly("3", "0");
    assertThat(table.first("physical id")).contains("0");
    assertThat(table.first("stepping")).isEmpty();
    assertThat(table.features()).containsExactlyInAnyOrder("fpu", "vme", "tsc", "nonstop_tsc");
  }

  @Test
  void aHypervisorBelowIsSeenByTheCpusFlag() {
    assertThat(ProcessorTable.parse(X86.formatted("hypervisor", "hypervisor")).isVirtual())
        .contains(true);
    assertThat(ProcessorTable.parse(X86.formatted("tsc", "tsc")).isVirtual()).contains(false);
  }

  @Test
  void aCpuThatShowsNoFlagsDoesNotSay() {
    assertThat(ProcessorTable.parse("processor\t: 0\nBogoMIPS\t: 50.00\n").isVirtual()).isEmpty();
    assertThat(ProcessorTable.parse("").isVirtual()).isEmpty();
  }
}
