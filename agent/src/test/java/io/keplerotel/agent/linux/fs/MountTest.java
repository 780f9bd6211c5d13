// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountTest {
  @Test
  void rowsAreParsedWithAndWithoutOptionalFields() {
    String table =
        """
        33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 master:1 - cgroup cgroup rw,cpu,cpuacct
        41 31 0:38 /sub\\040tree /mnt/with\\040blank rw,relatime - cgroup2 cgroup2 rw
        garbage
        """;

    assertThat(Mount.parse(table))
        .containsExactly(
            new Mount(
                "/",
                Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                "cgroup",
                Set.of("rw", "cpu", "cpuacct")),
            new Mount("/sub tree", Path.of("/mnt/with blank"), "cgroup2", Set.of("rw")));
  }
}
