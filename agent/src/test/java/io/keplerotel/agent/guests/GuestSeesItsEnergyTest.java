// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Workload.VirtualMachine;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.powercap.HandedModule;
import io.keplerotel.agent.power.powercap.HandedSource;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.power.powercap.PowercapSource;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent on a host with two packages and memory, and one inside of a virtual machine that runs
 * there: what the host books to the machine is what the guest counts as its own, to the microjoule.
 */
class GuestSeesItsEnergyTest {
  private static final String ID = "9b1c2d3e-4f50-4a1b-8c2d-0123456789ab";
  private static final int QEMU = 801;
  private static final Map<String, String> ZONES =
      Map.of(
          "intel-rapl:0", "package-0",
          "intel-rapl:0/intel-rapl:0:0", "dram",
          "intel-rapl:1", "package-1");

  @TempDir Path folder;
  private final FakeClock hostClock = new FakeClock();
  private final FakeClock guestClock = new FakeClock();
  private final Random random = new Random(7);
  private final ScriptedCpu hostCpu = new ScriptedCpu();
  private final ScriptedCpu guestCpu = new ScriptedCpu();
  private final List<Long> handedUj = new ArrayList<>();
  private final Map<String, Long> bookedByHostUj = new LinkedHashMap<>();
  private PowercapFixture rapl = new PowercapFixture(Path.of("/nowhere"));
  private FaultLog guestFaults = new FaultLog();
  private Host host = new Host(Path.of("/nowhere"));

  @BeforeEach
  void build() throws IOException {
    new Fixture(folder)
        .file("proc/" + QEMU + "/stat", QEMU + " (qemu-system-x86) S" + " 0".repeat(18) + " 77 0")
        .file(
            "proc/" + QEMU + "/cmdline",
            "qemu-system-x86_64\0-name\0guest=db\0-accel\0kvm\0-uuid\0" + ID + "\0");
    rapl = new PowercapFixture(folder.resolve("sys"));
    ZONES.forEach((zone, name) -> rapl.zone(zone, name, 1_000_000, 1L << 40));
    Files.createDirectories(guestFolder());
    host = new Host(folder);
  }

  @ParameterizedTest(name = "host ticks every {0} s")
  @ValueSource(ints = {1, 5, 15, 50})
  void allOfItAndInNoCase(int seconds) throws Exception {
    Sampler guest = guest();
    for (int second = 0; second < 20 * seconds; second++) {
      if (second % seconds == 0) {
        hostTick(seconds);
      }
      if (second == 10 * seconds) {
        host.ends();
        host = new Host(folder);
      }
      guestTick(guest);
    }
    hostTick(seconds);
    guestTick(guest);
    host.ends();

    // The first two values that a guest sees tell that the counter is alive; it counts from there.
    assertThat(counted(guest.latest()))
        .isEqualTo(handed("intel-rapl:0") - handedUj.get(1))
        .isPositive();
    assertThat(handed("intel-rapl:0")).isEqualTo(bookedByHostUj.get("PACKAGE"));
    assertThat(handed("intel-rapl:0:2")).isEqualTo(bookedByHostUj.get("DRAM"));
    assertThat(guestFaults.counts()).as("nothing is taken for dead or stuck").isEmpty();
    assertThat(guest.latest().zones())
        .allSatisfy(zone -> assertThat(zone.source()).isEqualTo(HandedSource.NAME));
  }

  @Test
  void aGuestWhoseAgentIsStartedAgainGoesOnFromThere() throws Exception {
    hostTick(1);
    hostTick(1);
    Sampler first = guest();
    turns(first, 10);
    long atRestartUj = handed("intel-rapl:0");
    Sampler second = guest();
    guestTick(second);
    hostTick(1);
    guestTick(second);
    long secondSeenUj = handed("intel-rapl:0");
    turns(second, 10);

    assertThat(secondSeenUj).isGreaterThan(atRestartUj);
    assertThat(counted(second.latest()))
        .isEqualTo(handed("intel-rapl:0") - secondSeenUj)
        .isPositive();
  }

  @Test
  void whatMovedInOneOfManyTicksIsDividedByWhoRanInAllOfThem() throws Exception {
    Sampler guest = guest();
    for (int i = 0; i < 8; i++) {
      hostTick(10);
      for (int second = 0; second < 10; second++) {
        guestTick(guest, second < 5 ? 11 : 12);
      }
    }
    Snapshot snapshot = guest.latest();
    long[] dynamicUj =
        snapshot.processes().stream()
            .mapToLong(process -> sum(snapshot, process.energies()::dynamicUj))
            .toArray();
    // Each ran alone for half of the time; all moved while the first one did.
    assertThat(dynamicUj).hasSize(2);
    assertThat((double) dynamicUj[0] / (dynamicUj[0] + dynamicUj[1])).isBetween(0.49, 0.51);
  }

  @Test
  void onTheHostTheMachineIsInNoOthersEnergyAndAllOfItAddsUp() throws Exception {
    for (int i = 0; i < 30; i++) {
      hostTick(1);
      Snapshot snapshot = host.sampler.latest();
      for (int zone = 0; zone < snapshot.zones().size(); zone++) {
        int index = zone;
        long workloadsUj =
            snapshot.workloads().stream()
                .mapToLong(w -> w.energies().idleUj(index) + w.energies().dynamicUj(index))
                .sum();
        assertThat(
                workloadsUj
                    + snapshot.unattributed().idleUj(zone)
                    + snapshot.unattributed().dynamicUj(zone))
            .isEqualTo(snapshot.node().idleUj(zone) + snapshot.node().dynamicUj(zone));
      }
    }
    WorkloadEnergy machine = machine(host.sampler.latest());
    assertThat(machine.cpuUs()).as("3 of 4 parts of 30 s").isEqualTo(22_500_000);
  }

  private void turns(Sampler guest, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      hostTick(1);
      guestTick(guest);
    }
  }

  private void hostTick(int seconds) throws IOException {
    ZONES
        .keySet()
        .forEach(zone -> rapl.use(zone, seconds * (20_000_000L + random.nextInt(999_983))));
    hostCpu.next(
        reading(
            task(QEMU, "qemu-system-x86", seconds * 750_000_000L),
            task(5, "sshd", seconds * 250_000_000L)));
    host.tick(seconds);
    if (Files.exists(guestFolder().resolve("intel-rapl:0/energy_uj"))) {
      long nowUj = handed("intel-rapl:0");
      if (handedUj.isEmpty() || handedUj.getLast() != nowUj) {
        handedUj.add(nowUj);
      }
    }
  }

  private void guestTick(Sampler guest) {
    guestTick(guest, 11);
  }

  private void guestTick(Sampler guest, int pid) {
    guestClock.advance(Duration.ofSeconds(1));
    guestCpu.next(reading(task(pid, "p", 750_000_000L)));
    guest.tick();
  }

  private static CpuReading reading(TaskTime... tasks) {
    return new CpuReading(List.of(tasks), List.of(), List.of(), 0, 0, List.of());
  }

  private static TaskTime task(int pid, String command, long cpuNs) {
    return new TaskTime(new CgroupKey(1, 0), new ProcessKey(pid, 1), command, Kind.USER, cpuNs);
  }

  private Sampler guest() {
    guestFaults = new FaultLog();
    return sampler(
        guestClock,
        guestCpu,
        new HostFiles(Path.of("/nowhere"), Path.of("/nowhere")),
        new PowerOffer(HandedModule.CARD, () -> new HandedSource(Optional.of(guestFolder()))),
        guestFaults);
  }

  private static Sampler sampler(
      FakeClock clock, ScriptedCpu cpu, HostFiles files, PowerOffer offer, FaultLog faults) {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    PowerChoice power =
        PowerChoice.of(List.of(offer.card().name()), EstimateUse.NEVER, Set.of(offer));
    return new Sampler(
        new SampleSources(cpu, List.of(), power.cover(), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(IdlePolicy.EVEN, Map.of(), 10, Duration.ofSeconds(60)),
            clock.now()),
        () -> 4,
        clock,
        faults);
  }

  private Path guestFolder() {
    return folder.resolve("guests").resolve(ID);
  }

  private long handed(String zone) throws IOException {
    return Long.parseLong(
        Files.readString(guestFolder().resolve(zone).resolve("energy_uj")).strip());
  }

  private static long counted(Snapshot snapshot) {
    for (int i = 0; i < snapshot.zones().size(); i++) {
      if (snapshot.zones().get(i).id().equals("package-0")) {
        return snapshot.node().idleUj(i) + snapshot.node().dynamicUj(i);
      }
    }
    throw new AssertionError("package-0 is not in " + snapshot.zones());
  }

  private static long sum(Snapshot snapshot, ToLongFunction<Integer> ofZone) {
    long sumUj = 0;
    for (int i = 0; i < snapshot.zones().size(); i++) {
      sumUj += ofZone.applyAsLong(i);
    }
    return sumUj;
  }

  private static WorkloadEnergy machine(Snapshot snapshot) {
    return snapshot.workloads().stream()
        .filter(energy -> energy.workload() instanceof VirtualMachine)
        .findFirst()
        .orElseThrow();
  }

  /** One life of the host's agent. */
  private final class Host {
    final GuestTrees trees;
    final Sampler sampler;

    Host(Path root) {
      trees = new GuestTrees(root.resolve("guests"));
      HostFiles files = new HostFiles(root.resolve("proc"), root.resolve("sys"));
      sampler =
          sampler(
              hostClock,
              hostCpu,
              files,
              new PowerOffer(PowercapModule.CARD, () -> new PowercapSource(files)),
              new FaultLog());
    }

    void tick(int seconds) {
      hostClock.advance(Duration.ofSeconds(seconds));
      sampler.tick();
      assertThat(trees.write(sampler.latest())).isEmpty();
    }

    /** Its books end; what it has booked to the machine is remembered. */
    void ends() {
      Snapshot snapshot = sampler.latest();
      WorkloadEnergy machine = machine(snapshot);
      for (int i = 0; i < snapshot.zones().size(); i++) {
        bookedByHostUj.merge(
            snapshot.zones().get(i).component().name(),
            machine.energies().idleUj(i) + machine.energies().dynamicUj(i),
            Long::sum);
      }
    }
  }
}
