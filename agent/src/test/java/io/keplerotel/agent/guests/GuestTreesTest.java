// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.VirtualMachine;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestTreesTest {
  private static final String DB = "9b1c2d3e-4f50-4a1b-8c2d-0123456789ab";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Zone> ZONES =
      List.of(
          zone("package-0", Component.PACKAGE, Provenance.MEASURED),
          zone("package-1", Component.PACKAGE, Provenance.MEASURED),
          zone("package-0/dram", Component.DRAM, Provenance.MEASURED),
          zone("platform", Component.PLATFORM, Provenance.ESTIMATED),
          zone("gpu-0", Component.GPU, Provenance.MEASURED));

  @TempDir Path parent;
  private final List<WorkloadEnergy> machines = new ArrayList<>();
  private long uptimeNs;

  @Test
  void aGuestSeesIdleAndDynamicEnergyOfAllPackagesAsOne() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    runs(DB, 1);

    assertThat(write(trees())).isEmpty();

    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(1 + 100 + 2 + 200);
    assertThat(text(DB, "intel-rapl:0/name")).isEqualTo("package-0\n");
    assertThat(number(DB, "intel-rapl:0/max_energy_range_uj")).isEqualTo(1L << 62);
    assertThat(number(DB, "intel-rapl:0:2/energy_uj")).isEqualTo(3 + 300);
    assertThat(files(DB))
        .as("what is estimated, and what powercap has no name for, is not handed on")
        .containsExactlyInAnyOrder("intel-rapl:0", "intel-rapl:0:2");
    assertThat(files(DB + "/intel-rapl:0"))
        .containsExactlyInAnyOrder("name", "max_energy_range_uj", "energy_uj");
  }

  @Test
  void onlyWhoHasAFolderIsHandedAnything() {
    runs(DB, 1);
    runs("../../tmp/x", 1);

    assertThat(write(trees())).isEmpty();

    assertThat(files("")).isEmpty();
  }

  @Test
  void aFileIsWrittenOnlyWhenItsCounterHasMoved() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    GuestTrees trees = trees();
    runs(DB, 1);
    write(trees);
    Object before = Files.getAttribute(parent.resolve(DB + "/intel-rapl:0/energy_uj"), "unix:ino");
    write(trees);
    assertThat(Files.getAttribute(parent.resolve(DB + "/intel-rapl:0/energy_uj"), "unix:ino"))
        .isEqualTo(before);

    runs(DB, 2);
    write(trees);
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(606);
  }

  @Test
  void theNextAgentGoesOnFromWhatIsThere() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    runs(DB, 5);
    write(trees());
    long beforeUj = number(DB, "intel-rapl:0/energy_uj");

    GuestTrees next = trees();
    runs(DB, 0);
    write(next);
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(beforeUj);
    runs(DB, 1);
    write(next);
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(beforeUj + 303);
  }

  @Test
  void anAccountThatBeginsAgainDoesNotTakeTheCounterBack() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    GuestTrees trees = trees();
    runs(DB, 5);
    write(trees);
    machines.clear();
    machines.add(energy(DB, 1, START.plusSeconds(99), State.RUNNING));
    write(trees);

    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(5 * 303 + 303);
  }

  @Test
  void countersOfAMachineThatIsGoneAreRemovedAndTheFolderStays() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    Files.writeString(parent.resolve(DB + "/note"), "mine");
    GuestTrees trees = trees();
    runs(DB, 1);
    write(trees);
    machines.clear();
    machines.add(energy(DB, 1, START, State.TERMINATED));
    write(trees);
    assertThat(files(DB)).as("it may be started again").hasSize(3);

    uptimeNs += 61_000_000_000L;
    assertThat(write(trees)).isEmpty();
    assertThat(files(DB)).containsExactly("note");

    runs(DB, 1);
    write(trees);
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(303);
  }

  @Test
  void whatAnotherAgentLeftBehindIsRemovedToo() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    runs(DB, 1);
    write(trees());
    machines.clear();
    GuestTrees next = trees();
    write(next);
    uptimeNs += 61_000_000_000L;
    write(next);

    assertThat(files(DB)).isEmpty();
  }

  /** The guest may be root in its folder, where that is shared to be written to. */
  @Test
  void linksThatAGuestPutsIntoItsFolderAreNotFollowed(@TempDir Path outside) throws Exception {
    Path folder = Files.createDirectory(parent.resolve(DB));
    Files.writeString(outside.resolve("energy_uj"), "precious");
    Files.writeString(outside.resolve("secret"), "precious");
    Files.createSymbolicLink(folder.resolve("intel-rapl:0"), outside);
    Path dram = Files.createDirectory(folder.resolve("intel-rapl:0:2"));
    Files.createSymbolicLink(dram.resolve("energy_uj"), outside.resolve("secret"));
    Files.createSymbolicLink(dram.resolve(".energy_uj"), outside.resolve("secret"));
    runs(DB, 1);

    GuestTrees trees = trees();
    assertThat(write(trees)).singleElement().extracting(Fault::part).isEqualTo(DB);
    Files.delete(folder.resolve("intel-rapl:0"));
    assertThat(write(trees)).isEmpty();

    assertThat(Files.readString(outside.resolve("energy_uj"))).isEqualTo("precious");
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("precious");
    assertThat(Files.isRegularFile(dram.resolve("energy_uj"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aPipeInThePlaceOfACounterIsNotWaitedFor() throws Exception {
    Path zone = Files.createDirectories(parent.resolve(DB + "/intel-rapl:0"));
    assertThat(Shell.run("mkfifo " + zone + "/energy_uj " + zone + "/.name")).isEmpty();
    runs(DB, 1);

    assertThat(write(trees())).isEmpty();
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(303);
  }

  @Test
  void aParentThatIsGoneIsAFaultAndTheNextWriteAfterItIsBackMakesUpForIt() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    GuestTrees trees = trees();
    runs(DB, 1);
    write(trees);
    Path away = parent.resolveSibling(parent.getFileName() + "-away");
    Files.move(parent, away);
    runs(DB, 3);
    assertThat(write(trees))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("No such file", "create it"));
    Files.move(away, parent);

    assertThat(write(trees)).isEmpty();
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(3 * 303);
  }

  @Test
  void aZoneThatSomebodyHasRemovedIsMadeAgainWithItsCounter() throws Exception {
    Files.createDirectory(parent.resolve(DB));
    GuestTrees trees = trees();
    runs(DB, 1);
    write(trees);
    Shell.run("rm -r " + parent.resolve(DB + "/intel-rapl:0"));
    runs(DB, 2);

    assertThat(write(trees)).isEmpty();
    assertThat(text(DB, "intel-rapl:0/name")).isEqualTo("package-0\n");
    assertThat(number(DB, "intel-rapl:0/energy_uj")).isEqualTo(606);
  }

  private GuestTrees trees() {
    return new GuestTrees(parent);
  }

  private void runs(String vmId, long times) {
    machines.removeIf(energy -> energy.workload().id().equals("vm/" + vmId));
    machines.add(energy(vmId, times, START, State.RUNNING));
  }

  private List<Fault> write(GuestTrees trees) {
    Energies none = new Energies(new long[0], new long[0], ZONES.size());
    List<WorkloadEnergy> all = new ArrayList<>(machines);
    all.add(new WorkloadEnergy(Workload.Pseudo.SYSTEM, State.RUNNING, START, 0, 0, none));
    return trees.write(
        new Snapshot(
            START,
            START,
            uptimeNs,
            1,
            ZONES,
            none,
            none,
            all,
            List.of(),
            List.of(),
            Optional.empty()));
  }

  /** Of zone n it used n µJ idle and n hundred dynamic, so many times. */
  private static WorkloadEnergy energy(String vmId, long times, Instant since, State state) {
    long[] idleUj = new long[ZONES.size()];
    long[] dynamicUj = new long[ZONES.size()];
    for (int i = 0; i < idleUj.length; i++) {
      idleUj[i] = times * (i + 1);
      dynamicUj[i] = times * 100 * (i + 1);
    }
    return new WorkloadEnergy(
        VirtualMachine.of(vmId, "db", "kvm"),
        state,
        since,
        0,
        0,
        new Energies(idleUj, dynamicUj, idleUj.length));
  }

  private static Zone zone(String id, Component component, Provenance provenance) {
    return new Zone(id, component, "0", Optional.empty(), "rapl-sysfs", provenance);
  }

  private long number(String folder, String file) throws IOException {
    return Long.parseLong(text(folder, file).strip());
  }

  private String text(String folder, String file) throws IOException {
    return Files.readString(parent.resolve(folder).resolve(file));
  }

  private List<String> files(String folder) {
    try (Stream<Path> files = Files.list(parent.resolve(folder))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
