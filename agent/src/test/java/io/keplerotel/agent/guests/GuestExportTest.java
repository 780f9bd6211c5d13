// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestExportTest {
  @TempDir Path parent;

  @Test
  void aGuestIsToldOnAnotherThreadSoonAfterTheTick() throws Exception {
    Path energy = parent.resolve(Snapshots.VM.vmId()).resolve("intel-rapl:0/energy_uj");
    Files.createDirectory(parent.resolve(Snapshots.VM.vmId()));
    try (GuestExport export = new GuestExport(parent)) {
      assertThat(export.after(Snapshots.withMachine(7))).isEmpty();
      Waiting.until(() -> Files.exists(energy));
    }
  }

  @Test
  void whatDidNotWorkIsKnownAtALaterTick() throws Exception {
    try (GuestExport export = new GuestExport(parent.resolve("missing"))) {
      export.after(Snapshots.withMachine(1));
      Waiting.until(() -> !export.after(Snapshots.withMachine(2)).isEmpty());
    }
  }

  @Test
  void aTurnThatThrowsIsNotTheLast() throws Exception {
    Path energy = parent.resolve(Snapshots.VM.vmId()).resolve("intel-rapl:0/energy_uj");
    Files.createDirectory(parent.resolve(Snapshots.VM.vmId()));
    Snapshot good = Snapshots.withMachine(1);
    // Its workloads have more zones than there are.
    Snapshot broken =
        new Snapshot(
            good.startedAt(),
            good.at(),
            good.uptimeNs(),
            good.tick(),
            good.zones().subList(0, 1),
            good.node(),
            good.unattributed(),
            good.workloads(),
            good.pods(),
            good.processes(),
            good.otherProcesses());
    try (GuestExport export = new GuestExport(parent)) {
      export.after(broken);
      Waiting.until(
          () -> {
            export.after(good);
            return Files.exists(energy);
          });
    }
  }

  @Test
  void afterItsEndNothingIsWrittenAndNothingThrown() {
    GuestExport export = new GuestExport(parent);
    export.close();

    assertThat(export.after(Snapshots.withMachine(1))).isEmpty();
  }
}
