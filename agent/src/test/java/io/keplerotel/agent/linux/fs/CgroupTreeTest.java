// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTreeTest {
  private static final String UNIFIED_ROW = "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw";
  private static final String HYBRID =
      """
      31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
      32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
      35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
      41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw""";

  @TempDir Path folder;
  private Fixture fixture = new Fixture(Path.of("/"));

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
  }

  @Test
  void pureUnifiedHostsHaveNoLegacyHierarchy() throws Exception {
    fixture
        .file("proc/1/mountinfo", UNIFIED_ROW)
        .file("proc/cgroups", "#subsys\thierarchy\tn\te\ncpu\t0\t90\t1\ncpuacct\t0\t90\t1");

    CgroupTree tree = CgroupTree.find(fixture.host());

    assertThat(tree.legacy()).isEmpty();
    assertThat(tree.unified().orElseThrow().directory()).isEqualTo(fixture.path("sys/fs/cgroup"));
  }

  @Test
  void hybridHostsHaveBothWhereverTheyAreMounted() throws Exception {
    fixture
        .file("proc/1/mountinfo", HYBRID)
        .file("proc/cgroups", "#subsys\thierarchy\tn\te\ncpuacct\t2\t1\t1\nmemory\t4\t1\t1");

    CgroupTree tree = CgroupTree.find(fixture.host());

    CgroupTree.Legacy legacy = tree.legacy().orElseThrow();
    assertThat(legacy.controller()).isEqualTo(LegacyController.CPUACCT);
    assertThat(legacy.number()).isEqualTo(2);
    assertThat(legacy.hierarchy().directory()).isEqualTo(fixture.path("sys/fs/cgroup/cpu,cpuacct"));
    assertThat(tree.unified().orElseThrow().directory())
        .isEqualTo(fixture.path("sys/fs/cgroup/unified"));
  }

  @Test
  void theNextControllerIsChosenWhereTheFirstHasMovedToUnified() throws Exception {
    fixture
        .file("proc/1/mountinfo", HYBRID)
        .file("proc/cgroups", "cpuacct\t0\t1\t1\ncpu\t0\t1\t1\nmemory\t4\t1\t1");

    assertThat(CgroupTree.find(fixture.host()).controller()).contains(LegacyController.MEMORY);
  }

  @Test
  void hostsWithoutCgroupsHaveNeither() throws Exception {
    fixture.file("proc/1/mountinfo", "22 1 0:21 / /proc rw - proc proc rw");

    assertThat(CgroupTree.find(fixture.host()))
        .isEqualTo(new CgroupTree(Optional.empty(), Optional.empty()));
  }

  @Test
  void aMissingMountTableIsSaidSo() {
    assertThatThrownBy(() -> CgroupTree.find(fixture.host()))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("proc/self/mountinfo: No such file");
  }

  @Test
  void theWalkSeesEachDirectoryOnceWithItsInode() throws Exception {
    fixture
        .file("proc/1/mountinfo", UNIFIED_ROW)
        .file("sys/fs/cgroup/cgroup.procs", "")
        .file("sys/fs/cgroup/system.slice/cpu.stat", "")
        .directory("sys/fs/cgroup/system.slice/a.service")
        .directory("sys/fs/cgroup/system.slice/b.service/inner");
    CgroupTree tree = CgroupTree.find(fixture.host());
    List<String> paths = new ArrayList<>();

    tree.walk(
        (hierarchy, id, path) -> {
          paths.add(path);
          assertThat(hierarchy).isEqualTo(Hierarchy.UNIFIED);
          assertThat(tree.id(hierarchy, path)).hasValue(id);
        });

    assertThat(paths)
        .containsExactlyInAnyOrder(
            "/",
            "/system.slice",
            "/system.slice/a.service",
            "/system.slice/b.service",
            "/system.slice/b.service/inner");
  }

  @Test
  void directoriesThatVanishDuringTheWalkAreLeftOut() throws Exception {
    fixture
        .file("proc/1/mountinfo", UNIFIED_ROW)
        .directory("sys/fs/cgroup/a/inner")
        .directory("sys/fs/cgroup/b/inner");
    List<String> paths = new ArrayList<>();

    CgroupTree.find(fixture.host())
        .walk(
            (hierarchy, id, path) -> {
              paths.add(path);
              if (paths.size() == 2) {
                fixture.remove("sys/fs/cgroup/a").remove("sys/fs/cgroup/b");
              }
            });

    assertThat(paths).hasSize(2).first().isEqualTo("/");
  }

  @Test
  void pathsAreRelativeToWhatIsMounted() throws Exception {
    fixture
        .file("proc/1/mountinfo", "30 23 0:26 /docker/me /sys/fs/cgroup ro - cgroup2 cgroup2 rw")
        .directory("sys/fs/cgroup/child");
    CgroupHierarchy hierarchy = CgroupTree.find(fixture.host()).unified().orElseThrow();

    assertThat(hierarchy.directory("/docker/me/child"))
        .contains(fixture.path("sys/fs/cgroup/child"));
    assertThat(hierarchy.directory("/docker/me")).contains(fixture.path("sys/fs/cgroup"));
    assertThat(hierarchy.directory("/docker/you")).isEmpty();
    assertThat(hierarchy.id("/docker/me/none")).isEmpty();
  }

  @Test
  void aMountThatShowsMoreThanTheNamespaceIsTheWholeHierarchy() throws Exception {
    fixture
        .file("proc/1/mountinfo", "30 23 0:26 /../../.. /sys/fs/cgroup ro - cgroup2 cgroup2 rw")
        .directory("sys/fs/cgroup/system.slice");
    CgroupHierarchy hierarchy = CgroupTree.find(fixture.host()).unified().orElseThrow();

    assertThat(hierarchy.directory("/../../../system.slice"))
        .isEqualTo(hierarchy.directory("/system.slice"))
        .contains(fixture.path("sys/fs/cgroup/system.slice"));
  }

  @Test
  void theHostsMountIsChosenBesideTheContainersOwn() throws Exception {
    String host = fixture.path("sys/fs/cgroup").toString();
    fixture
        .file(
            "proc/1/mountinfo",
            "30 23 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n31 23 0:26 /../../.. "
                + host
                + " ro - cgroup2 cgroup2 rw")
        .directory("sys/fs/cgroup/system.slice");
    CgroupTree tree = CgroupTree.find(fixture.host());

    assertThat(tree.id(Hierarchy.UNIFIED, "/../../../system.slice")).isPresent();
  }

  @Test
  void pathsOutsideOfTheNamespaceHaveNoDirectory() throws Exception {
    fixture.file("proc/1/mountinfo", UNIFIED_ROW).directory("sys/fs/cgroup");
    CgroupTree tree = CgroupTree.find(fixture.host());

    assertThat(tree.id(Hierarchy.UNIFIED, "/../other")).isEmpty();
    assertThat(tree.key(new CgroupPaths(Optional.of("/../other"), Optional.of("/x"))))
        .isEqualTo(new CgroupKey(0, 0));
  }

  @Test
  void thisMachineHasAHierarchyThatHoldsThisProcess() throws Exception {
    HostFiles files = HostFiles.own();
    CgroupTree tree = CgroupTree.find(files);

    String text = Files.readString(Path.of("/proc/self/cgroup"));
    CgroupKey key = tree.key(CgroupPaths.parse(text, tree.controller()));

    assertThat(key.unified() + key.legacy()).isPositive();
  }
}
