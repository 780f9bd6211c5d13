// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerModelTest {
  @ParameterizedTest
  @CsvSource({
    "AuthenticAMD, 25, 17, 1, amd-zen4",
    "AuthenticAMD, 25, 1, 1, amd-zen3",
    "AuthenticAMD, 25, 160, 2, amd-zen4",
    "AuthenticAMD, 23, 49, 0, amd-zen2",
    "AuthenticAMD, 23, 1, 2, amd-zen",
    "AuthenticAMD, 26, 2, 1, amd-zen4",
    "GenuineIntel, 6, 85, 4, intel-skylake-server",
    "GenuineIntel, 6, 85, 7, intel-cascade-lake",
    "GenuineIntel, 6, 106, 6, intel-ice-lake",
    "GenuineIntel, 6, 143, 8, intel-sapphire-rapids",
    "GenuineIntel, 6, 79, 1, intel-broadwell",
    "0x41, 3340, 0, 0, arm-neoverse-n1",
    "GenuineIntel, 6, 250, 0, default",
    "Nobody, 6, 85, 4, default"
  })
  void cpusGetTheFiguresOfTheirKind(
      String vendor, int family, int model, int stepping, String microarchitecture) {
    assertThat(PowerModel.of(new CpuIdentity(vendor, family, model, stepping)).id())
        .isEqualTo("specpower-median/" + microarchitecture);
  }

  @Test
  void eachFamilyHasFigures() {
    Set<String> known =
        PowerModel.rows("platform-power.csv").stream()
            .map(row -> row.getFirst())
            .collect(Collectors.toSet());

    assertThat(PowerModel.rows("cpu-families.csv"))
        .allSatisfy(row -> assertThat(row).hasSize(7))
        .allSatisfy(row -> assertThat(known).contains(row.getLast()));
  }

  @Test
  void figuresAreMicrowatts() {
    assertThat(PowerModel.of(new CpuIdentity("AuthenticAMD", 25, 17, 1)))
        .isEqualTo(new PowerModel("specpower-median/amd-zen4", 626_000, 1_377_000));
  }
}
