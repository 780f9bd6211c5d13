// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.Pseudo;
import io.keplerotel.agent.model.Workload.VirtualMachine;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.Shell;
import io.keplerotel.agent.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the directory of workloads finds of machines that have a cgroup, and of those without. */
class VirtualMachinesTest {
  private static final String UUID = "9b1c2d3e-4f50-4a1b-8c2d-0123456789ab";
  private static final String SCOPE = "/machine.slice/machine-qemu\\x2d3\\x2ddb.scope";
  private static final VirtualMachine DB = VirtualMachine.of(UUID, "db", "kvm");
  private static final String QEMU = "qemu-system-x86";
  private static final String UNIFIED = "sys/fs/cgroup";

  @TempDir Path folder;
  private Fixture fixture = new Fixture(Path.of("/"));
  private long nowNs;

  @BeforeEach
  void build() {
    fixture =
        new Fixture(folder)
            .file("proc/1/mountinfo", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw")
            .directory(UNIFIED + "/user.slice");
  }

  @Test
  void aScopesMachineHasTheNameAndUuidOfItsHypervisor() throws Exception {
    process(700, "/usr/bin/virtiofsd\0-f");
    process(701, kvm("db", UUID));
    scope(SCOPE, "700\n701");
    WorkloadDirectory directory = start(SystemdUnits.ALWAYS);

    assertThat(find(directory, SCOPE)).isEqualTo(DB);
    assertThat(find(directory, SCOPE + "/libvirt/vcpu0")).isEqualTo(DB);
    assertThat(directory.live()).containsExactly(DB);

    fixture.remove(UNIFIED + SCOPE);
    assertThat(directory.terminated()).containsExactly(DB);
    assertThat(directory.live()).isEmpty();
  }

  @Test
  void energyOfAMachineThatIsBeingStartedWaitsForItsHypervisor() throws Exception {
    process(701, "/usr/sbin/libvirtd\0--timeout\0 120");
    WorkloadDirectory directory = start(SystemdUnits.NEVER);
    scope(SCOPE, "701");
    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, id(SCOPE), SCOPE)));
    assertThat(find(directory, SCOPE)).isEqualTo(Pseudo.SYSTEM);

    process(701, kvm("db", UUID));
    later(Duration.ofSeconds(1));

    assertThat(find(directory, SCOPE)).isEqualTo(DB);
  }

  @Test
  void aMachineThatDoesNothingIsFoundToo() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.NEVER);
    process(701, "libvirtd");
    scope(SCOPE, "701");
    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, id(SCOPE), SCOPE)));

    process(701, kvm("db", UUID));
    later(Duration.ofSeconds(5));
    directory.terminated();

    assertThat(directory.live()).containsExactly(DB);
  }

  @Test
  void aScopeWithoutAKnownHypervisorIsNamedByItsPath() throws Exception {
    scope(SCOPE, "0");
    WorkloadDirectory directory = start(SystemdUnits.NEVER);
    for (int i = 0; i < 10; i++) {
      later(Duration.ofSeconds(1));
      directory.terminated();
    }

    assertThat(find(directory, SCOPE)).isEqualTo(VirtualMachine.of("db", "db", "kvm"));
  }

  @Test
  void aMachineThatWasGoneBeforeItWasSeenHasItsPathsName() throws Exception {
    WorkloadDirectory directory = start(SystemdUnits.NEVER);

    directory.add(List.of(new CgroupBirth(Hierarchy.UNIFIED, 4711, SCOPE)));

    assertThat(directory.find(new CgroupKey(4711, 0), 701, Kind.USER))
        .isEqualTo(VirtualMachine.of("db", "db", "kvm"));
    assertThat(directory.terminated()).hasSize(1);
  }

  @Test
  void aHypervisorInASessionIsAMachineFromItsFirstTickToItsEnd() throws Exception {
    process(801, kvm("mine", UUID));
    WorkloadDirectory directory = start(SystemdUnits.NEVER);
    VirtualMachine mine = VirtualMachine.of(UUID, "mine", "kvm");

    assertThat(of(directory, 801, QEMU)).isEqualTo(mine);
    assertThat(directory.live()).containsExactly(mine);

    fixture.remove("proc/801");
    directory.terminated();
    assertThat(directory.live()).isEmpty();
    assertThat(of(directory, 801, QEMU)).as("what it used last").isEqualTo(mine);
    later(Duration.ofSeconds(61));
    directory.terminated();
    assertThat(of(directory, 801, QEMU)).isEqualTo(Pseudo.SYSTEM);
  }

  @Test
  void whatIsInAContainerOrNoHypervisorStaysWhereItIs() throws Exception {
    process(801, kvm("mine", UUID));
    process(802, "qemu-img\0convert\0a\0b");
    WorkloadDirectory directory = start(SystemdUnits.NEVER);
    Workload pod = new Workload.Container("c1", "containerd", Optional.of("uid"));

    assertThat(directory.of(pod, new ProcessKey(801, 1), QEMU)).isEqualTo(pod);
    assertThat(directory.of(Pseudo.KERNEL, new ProcessKey(801, 1), "kvm")).isEqualTo(Pseudo.KERNEL);
    assertThat(of(directory, 801, "bash")).isEqualTo(Pseudo.SYSTEM);
    assertThat(of(directory, 802, "qemu-system-img")).isEqualTo(Pseudo.SYSTEM);
    assertThat(directory.live()).isEmpty();
  }

  @Test
  void twoMachinesOfOneNameAreTwo() throws Exception {
    process(801, "qemu-system-x86_64\0-name\0twin\0-hda\0a");
    process(802, "qemu-system-x86_64\0-name\0twin\0-hda\0b");
    process(803, "qemu-system-x86_64\0-hda\0disk");
    WorkloadDirectory directory = start(SystemdUnits.NEVER);

    assertThat(of(directory, 801, QEMU)).isEqualTo(VirtualMachine.of("twin", "twin", "qemu"));
    assertThat(of(directory, 802, QEMU)).isEqualTo(VirtualMachine.of("twin-802", "twin", "qemu"));
    assertThat(of(directory, 803, QEMU))
        .isEqualTo(VirtualMachine.of("qemu-803", "qemu-803", "qemu"));
    assertThat(directory.live()).hasSize(3);
  }

  @Test
  void aHypervisorThatForksIntoTheBackgroundIsOneMachine() throws Exception {
    process(801, kvm("db", UUID) + "\0-daemonize");
    process(802, kvm("db", UUID) + "\0-daemonize");
    WorkloadDirectory directory = start(SystemdUnits.NEVER);

    assertThat(of(directory, 801, QEMU)).isEqualTo(DB);
    assertThat(of(directory, 802, QEMU)).isEqualTo(DB);
    assertThat(directory.live()).containsExactly(DB);
  }

  @Test
  void aMachineThatIsStartedAgainAtOnceKeepsItsId() throws Exception {
    process(801, kvm("db", UUID));
    WorkloadDirectory directory = start(SystemdUnits.NEVER);
    assertThat(of(directory, 801, QEMU)).isEqualTo(DB);

    fixture.file("proc/801/cmdline", "");
    Shell.run("truncate -s 0 " + folder.resolve("proc/801/cmdline"));
    process(802, kvm("db", UUID));

    assertThat(of(directory, 802, QEMU)).isEqualTo(DB);
  }

  @Test
  void noMachinesIdIsAContainersOrAUnits() {
    assertThat(VirtualMachine.of("nginx.service", "n", "kvm").id()).isNotEqualTo("nginx.service");
    assertThat(VirtualMachine.of("nginx.service", "n", "kvm").vmId()).isEqualTo("nginx.service");
  }

  @Test
  void thousandsOfMachinesAreFoundInOneWalk() throws Exception {
    for (int i = 1; i <= 2_000; i++) {
      String uuid = "9b1c2d3e-4f50-4a1b-8c2d-%012x".formatted(i);
      process(10_000 + i, kvm("vm-" + i, uuid));
      scope("/machine.slice/machine-qemu\\x2d" + i + "\\x2dvm.scope", 10_000 + i);
    }
    WorkloadDirectory directory = start(SystemdUnits.AUTO);

    assertThat(directory.live().stream().map(Workload::id))
        .containsAll(
            IntStream.rangeClosed(1, 2_000)
                .mapToObj("vm/9b1c2d3e-4f50-4a1b-8c2d-%012x"::formatted)
                .toList());
  }

  @Test
  void aRealProcessInARealScopeOfThisMachineIsFoundAndItsEndIsSeen() throws Exception {
    HostFiles files = HostFiles.own();
    CgroupTree tree = CgroupTree.find(files);
    WorkloadDirectory directory =
        new WorkloadDirectory(files, tree, SystemdUnits.NEVER, Births.DELIVERED, () -> nowNs);
    String slice = "/test-machines-" + RealCgroup.newId().substring(0, 8);
    Workload found = Pseudo.SYSTEM;
    try (RealCgroup parent = RealCgroup.make(tree, Hierarchy.UNIFIED, slice)) {
      Path machines = Files.createDirectory(parent.directory().resolve("machine.slice"));
      String path = slice + "/machine.slice/machine-qemu\\x2d7\\x2dreal.scope";
      try (RealCgroup scope = RealCgroup.make(tree, Hierarchy.UNIFIED, path)) {
        Process process =
            scope.start(
                "exec bash -c \"exec -a qemu-system-x86_64 bash -c 'sleep 60; :' - -name real -uuid "
                    + UUID
                    + "\"");
        Path cmdline = files.processCommandLine((int) process.pid());
        Waiting.until(() -> text(cmdline).startsWith("qemu"));
        directory.start();
        found = directory.find(new CgroupKey(scope.id(), 0), (int) process.pid(), Kind.USER);
        assertThat(found).isEqualTo(VirtualMachine.of(UUID, "real", "qemu"));
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(machines);
    }
    assertThat(directory.terminated()).contains(found);
    assertThat(directory.live()).doesNotContain(found);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("the process has ended", e);
    }
  }

  private WorkloadDirectory start(SystemdUnits units) throws Exception {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            fixture.host(), CgroupTree.find(fixture.host()), units, Births.DELIVERED, () -> nowNs);
    directory.start();
    return directory;
  }

  private static Workload of(WorkloadDirectory directory, int pid, String command) {
    return directory.of(Pseudo.SYSTEM, new ProcessKey(pid, pid), command);
  }

  private Workload find(WorkloadDirectory directory, String path) throws Exception {
    return directory.find(new CgroupKey(id(path), 0), 1, Kind.USER);
  }

  private long id(String path) throws Exception {
    return CgroupTree.find(fixture.host()).id(Hierarchy.UNIFIED, path).orElseThrow();
  }

  private static String kvm(String name, String uuid) {
    return "/usr/bin/qemu-system-x86_64\0-name\0guest=%s,debug-threads=on\0-accel\0kvm\0-uuid\0%s"
        .formatted(name, uuid);
  }

  private void process(int pid, String cmdline) {
    String fields = "S 1" + " 0".repeat(17) + " %d".formatted(pid) + " 0".repeat(30);
    fixture
        .file("proc/%d/stat".formatted(pid), "%d (%s) %s".formatted(pid, QEMU, fields))
        .file("proc/%d/cmdline".formatted(pid), cmdline + "\0");
  }

  private void scope(String path, Object processes) {
    fixture
        .directory(UNIFIED + path + "/libvirt/vcpu0")
        .file(UNIFIED + path + "/libvirt/emulator/cgroup.procs", processes);
  }

  private void later(Duration time) {
    nowNs += time.toNanos();
  }
}
