// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.testing.RealCgroup;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CgroupTimeSourceTest {
  private static final long MS = 1_000_000;
  private static final String UNIFIED = "sys/fs/cgroup/unified";
  private static final String LEGACY = "sys/fs/cgroup/cpuacct";

  @TempDir Path folder;
  private Fixture fixture = new Fixture(Path.of("/"));

  @BeforeEach
  void build() {
    fixture =
        new Fixture(folder)
            .file(
                "proc/1/mountinfo",
                "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
                    + "33 31 0:30 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct")
            .file("proc/cgroups", "cpuacct\t2\t1\t1")
            .directory(LEGACY);
    host(0);
    unified("", 0);
    unified("/a", 0);
  }

  @Test
  void theFirstReadingIsABaseline() throws Exception {
    host(500);
    unified("/a", 400);
    process(7, 100, "a b", 300);

    assertThat(source().read().busyNs()).isZero();
  }

  @Test
  void processesAreCountedWhereTheySit() throws Exception {
    process(7, 100, "a b", 300);
    CgroupTimeSource source = source();
    source.read();
    process(7, 100, "a b", 350);

    assertThat(source.read().tasks())
        .singleElement()
        .satisfies(task -> assertThat(task.process()).isEqualTo(new ProcessKey(7, 1_000 * MS)))
        .satisfies(task -> assertThat(task.command()).isEqualTo("a b"))
        .satisfies(task -> assertThat(task.cgroup().unified()).isEqualTo(id("/a")))
        .satisfies(task -> assertThat(task.cpuNs()).isEqualTo(50 * MS));
    assertThat(source.read().tasks()).isEmpty();
  }

  @Test
  void aProcessThatStartedSinceIsCountedInFull() throws Exception {
    CgroupTimeSource source = source();
    source.read();
    process(7, 100, "new", 70);

    assertThat(source.read().busyNs()).isEqualTo(70 * MS);
  }

  @Test
  void aPidThatIsUsedAgainIsAnotherProcess() throws Exception {
    process(7, 100, "old", 500);
    CgroupTimeSource source = source();
    source.read();
    process(7, 200, "new", 20);

    CpuReading reading = source.read();
    assertThat(reading.ended()).containsExactly(new ProcessKey(7, 1_000 * MS));
    assertThat(reading.busyNs()).isEqualTo(20 * MS);
  }

  @Test
  void countersThatFallAreNoTime() throws Exception {
    process(7, 100, "odd", 500);
    host(500);
    unified("/a", 500);
    CgroupTimeSource source = source();
    source.read();
    process(7, 100, "odd", 490);
    host(490);
    unified("/a", 490);

    assertThat(source.read().tasks()).isEmpty();
    process(7, 100, "odd", 510);
    assertThat(source.read().busyNs()).isEqualTo(10 * MS);
  }

  @Test
  void whatNoProcessExplainsBelongsToTheCgroup() throws Exception {
    process(7, 100, "parent", 0);
    CgroupTimeSource source = source();
    source.read();
    process(7, 100, "parent", 100);
    unified("/a", 1_000);

    CpuReading reading = source.read();
    assertThat(cpuNs(reading, "/a")).isEqualTo(1_000 * MS);
    assertThat(reading.tasks())
        .filteredOn(task -> task.process().pid() == 0)
        .singleElement()
        .satisfies(task -> assertThat(task.cpuNs()).isEqualTo(900 * MS));
  }

  @Test
  void cgroupsDoNotCountWhatIsBelowThem() throws Exception {
    unified("/a/inner", 0);
    CgroupTimeSource source = source();
    source.read();
    unified("/a", 100);
    unified("/a/inner", 80);

    CpuReading reading = source.read();
    assertThat(cpuNs(reading, "/a")).isEqualTo(20 * MS);
    assertThat(cpuNs(reading, "/a/inner")).isEqualTo(80 * MS);
  }

  @Test
  void cgroupsThatAreNewAreReportedAndCountedFromTheirBirth() throws Exception {
    CgroupTimeSource source = source();
    assertThat(source.read().births()).isEmpty();
    unified("/b", 30);

    CpuReading reading = source.read();
    assertThat(reading.births())
        .containsExactly(new CgroupBirth(Hierarchy.UNIFIED, id("/b"), "/b"));
    assertThat(cpuNs(reading, "/b")).isEqualTo(30 * MS);
  }

  @Test
  void whatHybridHostsCountTwiceIsCountedOnce() throws Exception {
    legacy("/docker", 0);
    CgroupTimeSource source = source();
    source.read();
    unified("/a", 100);
    legacy("/docker", 100);

    assertThat(source.read().busyNs()).isEqualTo(100 * MS);
  }

  @Test
  void theRestOfTheHostBelongsToTheRoot() throws Exception {
    CgroupTimeSource source = source();
    source.read();
    host(1_000);
    unified("/a", 400);

    CpuReading reading = source.read();
    assertThat(reading.busyNs()).isEqualTo(1_000 * MS);
    assertThat(cpuNs(reading, "/")).isEqualTo(600 * MS);
  }

  @Test
  void kernelThreadsAreKnownAsSuch() throws Exception {
    CgroupTimeSource source = source();
    source.read();
    fixture.file(
        "proc/2/stat", "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 3 0 0 20 0 1 0 0 0 0 1");

    assertThat(source.read().tasks())
        .singleElement()
        .satisfies(task -> assertThat(task.kind()).isEqualTo(Kind.KERNEL_THREAD));
  }

  @Test
  void missingFilesAreFaultsAndNotTheEnd() throws Exception {
    CgroupTimeSource source = source();
    fixture.remove("proc");

    assertThat(source.read().faults())
        .extracting(fault -> fault.part())
        .containsExactly("host CPU time", "processes");
  }

  @ParameterizedTest
  @EnumSource(Hierarchy.class)
  void shortLivedProcessesOfThisMachineAreCountedAsTheKernelCountsThem(Hierarchy kind)
      throws Exception {
    HostFiles files = HostFiles.own();
    CgroupTree tree = CgroupTree.find(files);
    try (RealCgroup cgroup = RealCgroup.make(tree, kind, "/test-cgroup-time")) {
      long id = tree.id(kind, cgroup.path()).orElseThrow();
      CgroupTimeSource source = CgroupTimeSource.start(files, tree);
      source.read();
      Process process = cgroup.start("i=0; while [ $i -lt 300 ]; do /bin/true; i=$((i+1)); done");
      long countedNs = 0;
      boolean isAlive;
      do {
        isAlive = process.isAlive();
        countedNs +=
            source.read().tasks().stream()
                .filter(task -> id(task.cgroup(), kind) == id)
                .mapToLong(TaskTime::cpuNs)
                .sum();
      } while (isAlive);

      long usedNs = usedNs(cgroup.directory(), kind);
      assertThat(countedNs).isCloseTo(usedNs, within(20 * MS + usedNs / 50));
    }
  }

  private static long id(CgroupKey key, Hierarchy kind) {
    return kind == Hierarchy.UNIFIED ? key.unified() : key.legacy();
  }

  private static long usedNs(Path directory, Hierarchy kind) throws Exception {
    return kind == Hierarchy.UNIFIED
        ? KernelCounters.usageNs(Files.readString(directory.resolve("cpu.stat"))).orElseThrow()
        : new SmallFile().number(directory.resolve("cpuacct.usage"));
  }

  private CgroupTimeSource source() throws UnreadableException {
    return CgroupTimeSource.start(fixture.host(), CgroupTree.find(fixture.host()));
  }

  private void host(long ms) {
    fixture.file("proc/stat", "cpu  " + ms / 10 + " 0 0 99 99 0 0 99 0 0");
  }

  private void unified(String path, long ms) {
    fixture.file(UNIFIED + path + "/cpu.stat", "usage_usec " + ms * 1_000);
  }

  private void legacy(String path, long ms) {
    fixture.file(LEGACY + path + "/cpuacct.usage", ms * MS);
  }

  private void process(int pid, int start, String command, long ms) {
    fixture
        .file(
            "proc/" + pid + "/stat",
            "%d (%s) R 1 1 1 0 -1 4194304 1 0 0 0 %d 0 7 7 20 0 1 0 %d 1 1 1 0"
                .formatted(pid, command, ms / 10, start))
        .file("proc/" + pid + "/cgroup", "0::/a");
  }

  private long id(String path) throws UnreadableException {
    return CgroupTree.find(fixture.host()).id(Hierarchy.UNIFIED, path).orElseThrow();
  }

  private long cpuNs(CpuReading reading, String path) throws UnreadableException {
    long id = id(path);
    return reading.tasks().stream()
        .filter(task -> task.cgroup().unified() == id)
        .mapToLong(TaskTime::cpuNs)
        .sum();
  }
}
