// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZoneGroupTest {
  private static final List<Zone> ZONES =
      List.of(
          zone("package-0-die-0", Component.PACKAGE, "0", "rapl-sysfs"),
          zone("package-0-die-1", Component.PACKAGE, "0", "rapl-sysfs"),
          zone("package-1", Component.PACKAGE, "1", "trained_power_model"),
          zone("package-1/core", Component.CORE, "1", "rapl-sysfs"));

  @Test
  void zonesOfOnePackageAreOneGroup() {
    assertThat(ZoneGroup.byPackage(ZONES))
        .extracting(ZoneGroup::indexes)
        .containsExactly(List.of(0, 1), List.of(2), List.of(3));
  }

  @Test
  void measuredAndEstimatedStayApart() {
    assertThat(ZoneGroup.byComponent(ZONES))
        .extracting(ZoneGroup::source)
        .containsExactly("rapl-sysfs", "trained_power_model", "rapl-sysfs");
  }

  @Test
  void energyIsSummedInMicrojoules() {
    Energies energies = new Energies(new long[] {1, 2, 4, 8}, new long[] {10, 20, 40, 80}, 4);
    ZoneGroup dies = ZoneGroup.byPackage(ZONES).get(0);
    assertThat(dies.energyUj(energies, Mode.IDLE)).isEqualTo(3);
    assertThat(dies.energyUj(energies, Mode.DYNAMIC)).isEqualTo(30);
  }

  private static Zone zone(String id, Component component, String packageId, String source) {
    return new Zone(id, component, packageId, Optional.empty(), source, Provenance.MEASURED);
  }
}
