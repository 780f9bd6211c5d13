// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupPathsTest {
  private static final String HYBRID =
      """
      9:name=systemd:/docker/abc
      4:memory:/docker/mem
      2:cpu,cpuacct:/docker/a:b
      0::/system.slice/docker.service
      """;

  @Test
  void bothHierarchiesAreFound() {
    assertThat(CgroupPaths.parse(HYBRID, Optional.of(LegacyController.CPUACCT)))
        .isEqualTo(
            new CgroupPaths(
                Optional.of("/system.slice/docker.service"), Optional.of("/docker/a:b")));
    assertThat(CgroupPaths.parse(HYBRID, Optional.of(LegacyController.MEMORY)).legacy())
        .contains("/docker/mem");
  }

  @Test
  void withoutAChosenControllerThereIsNoLegacyPath() {
    assertThat(CgroupPaths.parse(HYBRID, Optional.empty()).legacy()).isEmpty();
  }

  @Test
  void deletedCgroupsKeepTheirName() {
    assertThat(CgroupPaths.parse("0::/docker/x (deleted)\n", Optional.empty()).unified())
        .contains("/docker/x");
  }

  @Test
  void garbageHoldsNothing() {
    assertThat(CgroupPaths.parse("garbage\n\n1:x", Optional.empty()))
        .isEqualTo(new CgroupPaths(Optional.empty(), Optional.empty()));
  }
}
