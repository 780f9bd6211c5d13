// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  @Test
  void totalsBecomeWhatWasUsedInBetween() {
    Snapshot used = Difference.of(Snapshots.at(2), Snapshots.at(5));

    assertThat(used.uptimeNs()).isEqualTo(3_000_000_000L);
    assertThat(used.node().dynamicUj(0)).isEqualTo(Snapshots.at(3).node().dynamicUj(0));
    assertThat(used.unattributed().idleUj(2)).isEqualTo(Snapshots.at(3).unattributed().idleUj(2));
    assertThat(cpuUs(used.workloads())).isEqualTo(cpuUs(Snapshots.at(3).workloads()));
    assertThat(used.pods().getFirst().cpuUs()).isEqualTo(Snapshots.at(3).pods().getFirst().cpuUs());
    assertThat(used.processes().getFirst().energies().dynamicUj(0))
        .isEqualTo(Snapshots.at(3).processes().getFirst().energies().dynamicUj(0));
    assertThat(used.otherProcesses().orElseThrow().cpuUs())
        .isEqualTo(Snapshots.at(3).otherProcesses().orElseThrow().cpuUs());
  }

  @Test
  void partsStillAddUpToTheNode() {
    Snapshot used = Difference.of(Snapshots.at(2), Snapshots.at(7));

    for (int zone = 0; zone < used.zones().size(); zone++) {
      int index = zone;
      long parts =
          used.workloads().stream().mapToLong(w -> w.energies().dynamicUj(index)).sum()
              + used.unattributed().dynamicUj(index);
      assertThat(parts).isEqualTo(used.node().dynamicUj(index));
    }
  }

  @Test
  void whoCameInBetweenBeganAtZero() {
    Snapshot used = Difference.of(Snapshots.withoutBatch(2), Snapshots.at(3));

    assertThat(of(used, Snapshots.BATCH).cpuUs())
        .isEqualTo(of(Snapshots.at(3), Snapshots.BATCH).cpuUs());
  }

  @Test
  void whoLeftInBetweenIsAbsent() {
    Snapshot used = Difference.of(Snapshots.at(2), Snapshots.withoutBatch(3));

    assertThat(used.workloads()).noneMatch(w -> w.workload().equals(Snapshots.BATCH));
  }

  @Test
  void zonesThatAppearedInBetweenBeganAtZero() {
    Snapshot used = Difference.of(Snapshots.empty(), Snapshots.at(2));

    assertThat(used.node().dynamicUj(3)).isEqualTo(Snapshots.at(2).node().dynamicUj(3));
  }

  @Test
  void powerIsEnergyByTimeAndNothingInNoTime() {
    Snapshot used = Difference.of(Snapshots.at(2), Snapshots.at(4));

    assertThat(Difference.watts(5_000_000, used)).isEqualTo(2.5);
    assertThat(Difference.watts(5_000_000, Difference.of(Snapshots.at(2), Snapshots.at(2))))
        .isZero();
  }

  /** A small wrong edit that stayed unseen: a counter that began again is not less than before. */
  @Test
  void whatBeganAgainIsCountedFromItsBeginning() {
    Snapshot earlier = Snapshots.at(5);
    Snapshot later = Snapshots.startedAgain(2);

    Snapshot used = Difference.of(earlier, later);

    assertThat(of(used, Snapshots.WEB).energies().dynamicUj(0))
        .isEqualTo(of(later, Snapshots.WEB).energies().dynamicUj(0));
    assertThat(of(used, Snapshots.WEB).cpuUs()).isEqualTo(of(later, Snapshots.WEB).cpuUs());
    assertThat(used.pods().getFirst().energies().idleUj(0))
        .isEqualTo(later.pods().getFirst().energies().idleUj(0));
    assertThat(used.processes().getFirst().energies().dynamicUj(0))
        .isEqualTo(later.processes().getFirst().energies().dynamicUj(0));
  }

  private static WorkloadEnergy of(Snapshot snapshot, Workload workload) {
    return snapshot.workloads().stream()
        .filter(energy -> energy.workload().equals(workload))
        .findFirst()
        .orElseThrow();
  }

  private static List<Long> cpuUs(List<WorkloadEnergy> workloads) {
    return workloads.stream().map(WorkloadEnergy::cpuUs).toList();
  }
}
