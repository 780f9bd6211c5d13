// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {
  @TempDir Path folder;

  @Test
  void mountPointsUnderSysMoveWithSysfs() {
    HostFiles files = new HostFiles(Path.of("/host/proc"), Path.of("/host/sys"));

    assertThat(files.mountPoint(Path.of("/sys/fs/cgroup")))
        .isEqualTo(Path.of("/host/sys/fs/cgroup"));
    assertThat(files.mountPoint(Path.of("/sys"))).isEqualTo(Path.of("/host/sys"));
    assertThat(files.mountPoint(Path.of("/system"))).isEqualTo(Path.of("/system"));
  }

  @Test
  void theMountTableOfAnotherHostIsThatOfItsFirstProcess() {
    Fixture fixture = new Fixture(folder).file("proc/1/mountinfo", "");

    assertThat(fixture.host().mountinfo()).isEqualTo(fixture.path("proc/1/mountinfo"));
    assertThat(HostFiles.own().mountinfo()).isEqualTo(Path.of("/proc/self/mountinfo"));
  }

  @Test
  void onlyNumbersAreProcesses() throws Exception {
    Fixture fixture =
        new Fixture(folder)
            .directory("proc/1")
            .directory("proc/4194303")
            .directory("proc/self")
            .directory("proc/1x")
            .file("proc/stat", "");

    assertThat(fixture.host().processIds()).containsExactlyInAnyOrder(1, 4194303);
  }

  @Test
  void aMissingProcfsIsSaidSo() {
    HostFiles files = new HostFiles(folder.resolve("none"), folder);

    assertThatThrownBy(files::processIds)
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("cannot read " + folder.resolve("none") + ": No such file");
  }
}
