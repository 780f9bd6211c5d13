// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.Pseudo;
import io.keplerotel.agent.testing.RealCgroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadDirectoryTest {
  private static final String A = "0a1b2c3d4e5f6071".repeat(4);
  private static final String B = "f00dcafef00dcafe".repeat(4);
  private static final Workload DOCKER_A = new Workload.Container(A, "docker", Optional.empty());
  private static final Workload DOCKER_B = new Workload.Container(B, "docker", Optional.empty());
  private static final Workload NGINX = new Workload.Unit("nginx.service");
  private static final String UNIFIED = "sys/fs/cgroup/unified";
  private static final String LEGACY = "sys/fs/cgroup/cpuacct";

  @TempDir Path folder;
  private Fixture fixture = new Fixture(Path.of("/"));
  private long nowNs;

  @BeforeEach
  void build() {
    fixture =
        new Fixture(folder)
            .file(
                "proc/1/mountinfo",
                """
                33 31 0:30 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct
                41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw""")
            .file("proc/cgroups", "cpuacct\t2\t1\t1")
            .directory(UNIFIED + "/system.slice/nginx.service")
            .directory(LEGACY);
  }

  @Test
  void containersAndUnitsOfTheWalkAreKnown() throws Exception {
    fixture.directory(UNIFIED + "/docker/" + A + "/init.scope");
    WorkloadDirectory directory = start(SystemdUnits.ALWAYS, Births.DELIVERED);

    assertThat(find(directory, unified("/docker/" + A))).isEqualTo(DOCKER_A);
    assertThat(find(directory, unified("/docker/" + A + "/init.scope"))).isEqualTo(DOCKER_A);
    assertThat(find(directory, unified("/system.slice/nginx.service"))).isEqualTo(NGINX);
    assertThat(find(directory, unified("/system.slice"))).isEqualTo(Pseudo.SYSTEM);
    assertThat(directory.live()).containsExactlyInAnyOrder(DOCKER_A, NGINX);
  }

  @Test
  void aClaimWinsOverTheContainerThatItLiesIn() throws Exception {
    fixture.directory(UNIFIED + "/docker/" + A + "/own.scope/below");
    WorkloadDirectory directory = start(SystemdUnits.ALWAYS, Births.DELIVERED);
    CgroupKey own = unified("/docker/" + A + "/own.scope");
    CgroupKey below = unified("/docker/" + A + "/own.scope/below");
    assertThat(find(directory, own)).isEqualTo(DOCKER_A);

    Workload command = new Workload.Unit("command");
    directory.claim(
        new CgroupBirth(Hierarchy.UNIFIED, own.unified(), "/docker/" + A + "/own.scope"), command);
    assertThat(find(directory, own)).isEqualTo(command);
    assertThat(find(directory, below)).isEqualTo(command);
    assertThat(find(directory, unified("/docker/" + A))).isEqualTo(DOCKER_A);
    assertThat(directory.live()).containsExactlyInAnyOrder(DOCKER_A, NGINX);
  }

  @Test
  void aClaimMayStandForNoDirectory() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.ALWAYS, Births.DELIVERED);
    Workload command = new Workload.Unit("command");
    directory.claim(new CgroupBirth(Hierarchy.UNIFIED, -1, "/stands-for"), command);
    assertThat(find(directory, new CgroupKey(-1, 0))).isEqualTo(command);
  }

  @Test
  void unitsAreNamedByDefaultOnlyWhereThereIsNoContainer() throws Exception {
    WorkloadDirectory plain = start(SystemdUnits.AUTO, Births.DELIVERED);
    assertThat(find(plain, unified("/system.slice/nginx.service"))).isEqualTo(NGINX);

    fixture.directory(LEGACY + "/docker/" + A);
    WorkloadDirectory withContainer = start(SystemdUnits.AUTO, Births.DELIVERED);
    assertThat(find(withContainer, unified("/system.slice/nginx.service")))
        .isEqualTo(Pseudo.SYSTEM);
    assertThat(withContainer.live()).containsExactly(DOCKER_A);
  }

  @Test
  void unitsAreNotNamedWhereThatIsOff() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.NEVER, Births.DELIVERED);

    assertThat(find(directory, unified("/system.slice/nginx.service"))).isEqualTo(Pseudo.SYSTEM);
    assertThat(directory.live()).isEmpty();
  }

  @Test
  void aContainerInOneHierarchyBeatsAUnitInTheOther() throws Exception {
    fixture.directory(LEGACY + "/docker/" + A);
    WorkloadDirectory directory = start(SystemdUnits.ALWAYS, Births.DELIVERED);
    CgroupKey key =
        new CgroupKey(
            id(Hierarchy.UNIFIED, "/system.slice/nginx.service"),
            id(Hierarchy.LEGACY, "/docker/" + A));

    assertThat(find(directory, key)).isEqualTo(DOCKER_A);
  }

  @Test
  void kernelThreadsAreTheirOwnWorkloadWhereverTheySit() throws Exception {
    fixture.directory(UNIFIED + "/docker/" + A);
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);

    assertThat(directory.find(unified("/docker/" + A), 2, Kind.KERNEL_THREAD))
        .isEqualTo(Pseudo.KERNEL);
  }

  @Test
  void aContainerThatWasBornAndIsGoneStillHasItsName() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);

    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, 4711, "/docker/" + A)));

    assertThat(directory.live()).contains(DOCKER_A);
    assertThat(directory.terminated()).containsExactly(DOCKER_A);
    assertThat(find(directory, new CgroupKey(4711, 0))).isEqualTo(DOCKER_A);
    assertThat(directory.terminated()).isEmpty();
  }

  /** Issue, B6. */
  @Test
  void aTreeThatIsNotThereIsAFaultAndIsWalkedWhenItIs() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    assertThat(directory.faults())
        .hasSize(2)
        .allSatisfy(
            fault ->
                assertThat(fault.message())
                    .startsWith("host.sysfs is " + folder.resolve("sys") + ", but there are no")
                    .contains("rslave"));

    fixture
        .directory(UNIFIED + "/docker/" + A)
        .file(UNIFIED + "/cgroup.procs", "")
        .file(LEGACY + "/cgroup.procs", "");
    assertThat(directory.faults()).isEmpty();
    assertThat(find(directory, unified("/docker/" + A))).isEqualTo(DOCKER_A);
    assertThat(directory.live()).contains(DOCKER_A);
  }

  @Test
  void aPathThatWasCutIsFoundWhereItBegins() throws Exception {
    String above = "/" + "n".repeat(200);
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    fixture.directory(UNIFIED + above + "/docker-" + A + ".scope/init");
    CgroupKey key = unified(above + "/docker-" + A + ".scope/init");

    directory.add(List.of(cut(key.unified(), above + "/docker-" + A.substring(0, 40))));

    assertThat(find(directory, key)).isEqualTo(DOCKER_A);
    assertThat(directory.terminated()).isEmpty();
  }

  @Test
  void whatIsTooDeepToBeFoundLivesAsLongAsTheContainerAboveIt() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    fixture.directory(UNIFIED + "/docker/" + A + "/deep");

    directory.add(List.of(cut(4711, "/docker/" + A + "/deep/so deep that it was c")));

    assertThat(find(directory, new CgroupKey(4711, 0))).isEqualTo(DOCKER_A);
    assertThat(directory.terminated()).isEmpty();
    fixture.remove(UNIFIED + "/docker/" + A);
    assertThat(directory.terminated()).containsExactly(DOCKER_A);
  }

  private static CgroupBirth cut(long id, String path) {
    return new CgroupBirth(Hierarchy.UNIFIED, id, path, CgroupBirth.Extent.CUT);
  }

  @Test
  void whatIsGoneForLongIsForgotten() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, 4711, "/docker/" + A)));
    directory.terminated();

    later(Duration.ofSeconds(61));
    directory.terminated();

    assertThat(find(directory, new CgroupKey(4711, 0))).isEqualTo(Pseudo.SYSTEM);
  }

  @Test
  void aMissIsMadeUpForFromTheProcess() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    fixture.directory(LEGACY + "/docker/" + A).file("proc/7/cgroup", "2:cpuacct:/docker/" + A);
    CgroupKey key = new CgroupKey(unified("/").unified(), id(Hierarchy.LEGACY, "/docker/" + A));

    assertThat(directory.find(key, 7, Kind.USER)).isEqualTo(DOCKER_A);
    assertThat(directory.live()).contains(DOCKER_A);
  }

  @Test
  void aProcessThatMovedDoesNotNameTheCgroupItLeft() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    fixture.directory(UNIFIED + "/docker/" + A).file("proc/7/cgroup", "0::/docker/" + A);

    assertThat(directory.find(new CgroupKey(4711, 0), 7, Kind.USER)).isEqualTo(Pseudo.SYSTEM);
  }

  @Test
  void aMissIsTriedAgainLaterButNotAtOnce() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    fixture.directory(UNIFIED + "/docker/" + A);
    CgroupKey key = unified("/docker/" + A);
    assertThat(directory.find(key, 7, Kind.USER)).isEqualTo(Pseudo.SYSTEM);

    fixture.file("proc/7/cgroup", "0::/docker/" + A);
    assertThat(directory.find(key, 7, Kind.USER)).isEqualTo(Pseudo.SYSTEM);
    later(Duration.ofSeconds(1));
    assertThat(directory.find(key, 7, Kind.USER)).isEqualTo(DOCKER_A);
  }

  @Test
  void theTreeIsWalkedAgainOnlyWithoutBirthsAndEveryTenSeconds() throws Exception {
    WorkloadDirectory delivered = start(SystemdUnits.AUTO, Births.DELIVERED);
    WorkloadDirectory unknown = start(SystemdUnits.AUTO, Births.UNKNOWN);
    fixture.directory(UNIFIED + "/docker/" + A);
    CgroupKey key = unified("/docker/" + A);

    later(Duration.ofSeconds(9));
    assertThat(find(unknown, key)).isEqualTo(Pseudo.SYSTEM);
    later(Duration.ofSeconds(2));
    assertThat(find(unknown, key)).isEqualTo(DOCKER_A);
    assertThat(find(delivered, key)).isEqualTo(Pseudo.SYSTEM);
  }

  @Test
  void pathsAreBelievedWhereTheHierarchyIsNotMounted() throws Exception {
    fixture.file("proc/1/mountinfo", "").file("proc/7/cgroup", "0::/docker/" + A);
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);

    assertThat(directory.find(new CgroupKey(4711, 0), 7, Kind.USER)).isEqualTo(DOCKER_A);
  }

  @Test
  void anIdThatIsUsedAgainIsNamedAnew() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.AUTO, Births.DELIVERED);
    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, 4711, "/docker/" + A)));
    assertThat(find(directory, new CgroupKey(4711, 0))).isEqualTo(DOCKER_A);

    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, 4711, "/docker/" + B)));
    assertThat(find(directory, new CgroupKey(4711, 0))).isEqualTo(DOCKER_B);
  }

  @Test
  void memoryIsBoundedWhereCgroupsComeAndGo() throws Exception {
    CgroupIndex index = new CgroupIndex(CgroupTree.find(fixture.host()));
    for (int i = 1; i <= 10_000; i++) {
      index.add(Cgroup.of(Hierarchy.UNIFIED, 1_000_000 + i, "/gone-" + i));
      index.evict(i * 1_000_000_000L);
    }

    assertThat(index.size()).isLessThan(3_000);
  }

  @Test
  void realCgroupsOfThisMachineAreFoundAndTheirEndIsSeen() throws Exception {
    HostFiles files = HostFiles.own();
    CgroupTree tree = CgroupTree.find(files);
    WorkloadDirectory directory =
        new WorkloadDirectory(files, tree, SystemdUnits.NEVER, Births.DELIVERED, () -> nowNs);
    Workload container = new Workload.Container(A, "unknown", Optional.empty());
    directory.start();
    try (RealCgroup cgroup = RealCgroup.make(tree, Hierarchy.UNIFIED, "/test-" + A)) {
      Process process = cgroup.start("exec sleep 60");
      try {
        CgroupKey key = new CgroupKey(tree.id(Hierarchy.UNIFIED, cgroup.path()).orElseThrow(), 0);
        while (!directory.find(key, (int) process.pid(), Kind.USER).equals(container)
            && process.isAlive()) {
          later(Duration.ofMinutes(1));
        }
        assertThat(find(directory, key)).isEqualTo(container);
        assertThat(directory.terminated()).doesNotContain(container);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(directory.terminated()).contains(container);
  }

  private WorkloadDirectory start(SystemdUnits units, Births births) throws UnreadableException {
    CgroupTree tree = CgroupTree.find(fixture.host());
    WorkloadDirectory directory =
        new WorkloadDirectory(fixture.host(), tree, units, births, () -> nowNs);
    directory.start();
    return directory;
  }

  private static Workload find(WorkloadDirectory directory, CgroupKey key) {
    return directory.find(key, 0, Kind.USER);
  }

  private void later(Duration time) {
    nowNs += time.toNanos();
  }

  private CgroupKey unified(String path) throws UnreadableException {
    return new CgroupKey(id(Hierarchy.UNIFIED, path), 0);
  }

  private long id(Hierarchy kind, String path) throws UnreadableException {
    return CgroupTree.find(fixture.host()).id(kind, path).orElseThrow();
  }
}
