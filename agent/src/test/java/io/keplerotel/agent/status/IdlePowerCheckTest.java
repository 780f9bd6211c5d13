// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdlePowerCheckTest {
  private static final List<Zone> ZONES = List.of(zone("package-0"), zone("psys"));

  /** Issue, A6: idle.power=package=5 was taken without a word. */
  @Test
  void aNameThatIsNoZonesIsAFaultThatNamesTheZones() {
    assertThat(new IdlePowerCheck(List.of("psys", "package")).faults(5, ZONES))
        .containsExactly(
            new Fault(
                "idle.power package",
                "idle.power names package, which is no zone of this machine and has no effect; its zones: package-0, psys"));
  }

  @Test
  void namesOfZonesAreNoFault() {
    assertThat(new IdlePowerCheck(List.of("psys", "package-0")).faults(5, ZONES)).isEmpty();
  }

  @Test
  void nothingIsSaidBeforeTheSourcesHadTheirTime() {
    assertThat(new IdlePowerCheck(List.of("psys")).faults(4, List.of())).isEmpty();
  }

  private static Zone zone(String id) {
    return new Zone(
        id, Component.PACKAGE, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  }
}
