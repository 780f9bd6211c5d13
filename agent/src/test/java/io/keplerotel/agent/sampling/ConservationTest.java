// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.power.powercap.PowercapSource;
import io.keplerotel.agent.testing.BpfSources;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.Load;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.Untried;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.OwnerEnergy;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real BPF, real processes that come and go in real cgroups, and RAPL counters that grow and wrap:
 * over more than 1,000 ticks no microjoule is lost or made.
 */
class ConservationTest {
  private static final int TICKS = 1200;
  private static final long RANGE_UJ = 90_000_000;
  private static final Map<String, String> FOLDERS =
      Map.of(
          "package-0", "intel-rapl:0",
          "package-0/core", "intel-rapl:0/intel-rapl:0:0",
          "package-0/dram", "intel-rapl:0/intel-rapl:0:1",
          "package-1", "intel-rapl:1",
          "psys", "intel-rapl:2");

  private final Map<String, Energies> last = new HashMap<>();
  private final FakeClock clock = new FakeClock();

  @TempDir Path sysfs = Path.of("");

  @Test
  void everyMicrojouleIsSomebodysOrUnattributed() throws Exception {
    PowercapFixture rapl = new PowercapFixture(sysfs);
    FOLDERS.forEach((id, folder) -> rapl.zone(folder, name(id), 80_000_000, RANGE_UJ));
    Random random = new Random(1);
    try (CpuTimeSource cpu = BpfSources.start()) {
      Sampler sampler = sampler(cpu);
      sampler.tick();
      RealCgroup cgroup = RealCgroup.docker(RealCgroup.newId());
      for (int tick = 0; tick < TICKS; tick++) {
        if (tick % 100 == 0) {
          cgroup.close();
          cgroup = RealCgroup.docker(RealCgroup.newId());
          cgroup.start(Load.shortLived(40));
          cgroup.start(Load.busy(0.3));
        }
        Thread.sleep(2);
        FOLDERS.values().forEach(folder -> rapl.use(folder, random.nextLong(40_000_000)));
        clock.advance(Duration.ofMillis(900 + random.nextInt(200)));
        if (tick % 250 == 0) {
          clock.step(Duration.ofHours(-1));
        }
        sampler.tick();
        check(sampler.latest(), rapl);
        checkOwners(sampler.published());
      }
      cgroup.close();
      assertThat(sampler.latest().workloads())
          .extracting(w -> w.workload().id())
          .contains("system_processes", "kernel_processes", cgroup.containerId());
    }
  }

  private void check(Snapshot snapshot, PowercapFixture rapl) {
    for (WorkloadEnergy workload : snapshot.workloads()) {
      Energies before = last.put(workload.workload().id(), workload.energies());
      for (int zone = 0; before != null && zone < before.zones(); zone++) {
        assertThat(workload.energies().idleUj(zone)).isGreaterThanOrEqualTo(before.idleUj(zone));
        assertThat(workload.energies().dynamicUj(zone))
            .isGreaterThanOrEqualTo(before.dynamicUj(zone));
      }
    }
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      String folder = FOLDERS.get(snapshot.zones().get(zone).id());
      long nodeUj = total(snapshot.node(), zone);
      if (folder != null) {
        assertThat(nodeUj).isEqualTo(rapl.usedUj(folder));
      }
      long workloadsUj = 0;
      for (Energies energies : last.values()) {
        workloadsUj += total(energies, zone);
      }
      assertThat(workloadsUj + total(snapshot.unattributed(), zone)).isEqualTo(nodeUj);
    }
  }

  /** This machine may have pods of its own, whose names nobody tells here. */
  private static boolean waits(WorkloadEnergy energy) {
    return energy.workload() instanceof Workload.Container container
        && container.podUid().isPresent()
        && energy.ageNs() < Duration.ofMinutes(2).toNanos();
  }

  private static void checkOwners(NamedSnapshot published) {
    Snapshot snapshot = published.snapshot();
    List<Energies> waiting =
        snapshot.workloads().stream()
            .filter(ConservationTest::waits)
            .map(WorkloadEnergy::energies)
            .toList();
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      long ownersUj = 0;
      for (OwnerEnergy owner : published.owners()) {
        ownersUj += total(owner.energies(), zone);
      }
      for (Energies energies : waiting) {
        ownersUj += total(energies, zone);
      }
      assertThat(ownersUj + total(snapshot.unattributed(), zone))
          .isEqualTo(total(snapshot.node(), zone));
    }
  }

  private Sampler sampler(CpuTimeSource cpu) throws Exception {
    HostFiles files = HostFiles.own();
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files, CgroupTree.find(files), SystemdUnits.NEVER, Births.DELIVERED, System::nanoTime);
    directory.start();
    PowercapSource power = new PowercapSource(new HostFiles(Path.of("/proc"), sysfs));
    power.discover();
    Sampler sampler =
        new Sampler(
            new SampleSources(
                cpu, List.of(), new Untried("rapl", power), directory, PodSource.none()),
            new Ledger(
                new AttributionSettings(IdlePolicy.EVEN, Map.of(), 10, Duration.ofSeconds(60)),
                clock.now()),
            () -> 2,
            clock,
            new FaultLog());
    sampler.count(new OwnerSums(10));
    return sampler;
  }

  private static String name(String id) {
    return id.substring(id.indexOf('/') + 1);
  }

  private static long total(Energies energies, int zone) {
    return zone < energies.zones() ? energies.idleUj(zone) + energies.dynamicUj(zone) : 0;
  }
}
