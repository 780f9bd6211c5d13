// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.CpuPlace;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaplPlacesTest {
  private static final RaplZones ZONES = new RaplZones("rapl-perf");

  private final List<CpuPlace> twoPackages =
      List.of(new CpuPlace(0, 0, 0, 0), new CpuPlace(1, 0, 0, 1), new CpuPlace(2, 1, 0, 0));
  private final List<CpuPlace> twoDies =
      List.of(new CpuPlace(4, 0, 1, 0), new CpuPlace(0, 0, 0, 0));

  @Test
  void packagesAreReadOnTheirFirstThread() {
    assertThat(new RaplPlaces(RaplCpu.parse(CpuFixture.XEON)).of(twoPackages))
        .containsExactly(
            new RaplPlace("package-0", 0, 0, true), new RaplPlace("package-1", 1, 2, false));
  }

  @Test
  void diesOfIntelHaveCountersOfTheirOwnAndKeepTheirNames() {
    RaplPlaces places = new RaplPlaces(RaplCpu.parse(CpuFixture.XEON));
    assertThat(places.of(twoDies))
        .extracting(RaplPlace::id)
        .containsExactly("package-0-die-0", "package-0-die-1");
    assertThat(places.of(twoDies.subList(1, 2)))
        .as("die 1 is offline")
        .extracting(RaplPlace::id)
        .containsExactly("package-0-die-0");
  }

  /** Kernels 6.10 and 6.11 called AMD's chiplets dies; the register is the package's. */
  @Test
  void diesOfAmdShareTheCounterOfTheirPackage() {
    assertThat(new RaplPlaces(RaplCpu.parse(CpuFixture.EPYC)).of(twoDies))
        .containsExactly(new RaplPlace("package-0", 0, 0, true));
  }

  @Test
  void zonesAreCalledAsPowercapCallsThem() {
    RaplPlace first = new RaplPlace("package-0", 0, 0, true);
    RaplPlace second = new RaplPlace("package-1", 1, 2, false);
    assertThat(List.of(id(first, Component.PACKAGE), id(first, Component.PLATFORM)))
        .containsExactly("package-0", "psys");
    assertThat(List.of(id(second, Component.UNCORE), id(second, Component.PLATFORM)))
        .containsExactly("package-1/uncore", "psys-1");
    Zone dram = second.zone(Component.DRAM, ZONES);
    assertThat(dram.parent()).contains("package-1");
    assertThat(dram.packageId()).isEqualTo("1");
    assertThat(dram.source()).isEqualTo("rapl-perf");
  }

  private static String id(RaplPlace place, Component component) {
    return place.zone(component, ZONES).id();
  }
}
