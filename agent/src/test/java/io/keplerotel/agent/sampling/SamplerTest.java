// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.CpuReading.Extent;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.Untried;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tick is all or nothing, whatever fails in it and however long it was. */
class SamplerTest {
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final Zone PACKAGE = zone("package-0", Component.PACKAGE);
  private static final Zone SECOND = zone("package-1", Component.PACKAGE);
  private static final Zone DRAM = zone("package-0/dram", Component.DRAM);
  private static final Zone PSYS = zone("psys", Component.PLATFORM);
  private static final List<Zone> ZONES = List.of(PACKAGE, SECOND, DRAM, PSYS);

  private final FakeClock clock = new FakeClock();
  private final FakeCpu cpu = new FakeCpu();
  private final FakePower power = new FakePower();
  private final RecordingLogger logger = new RecordingLogger();
  private int cpus = 2;
  private final Sampler sampler = sampler();

  @Test
  void whatAFailedTickHadReadIsBookedByTheNext() {
    tick(1);
    power.use(PACKAGE, 30_000_000);
    cpu.ran(11, 100_000);
    cpus = -1; // As a file that cannot be read: the tick fails after CPU time was taken.
    failingTick();
    Snapshot before = sampler.latest();
    assertThat(total(before.node(), 0)).isZero();
    cpus = 2;
    power.use(PACKAGE, 20_000_000);
    cpu.ran(12, 300_000);
    tick(1);
    Snapshot snapshot = sampler.latest();
    assertThat(total(snapshot.node(), 0)).isEqualTo(50_000_000);
    assertThat(snapshot.uptimeNs()).isEqualTo(2_000_000_000L);
    assertThat(cpuUs()).isEqualTo(400);
    assertThat(sampler.lastTick().busyNs()).isEqualTo(400_000);
    conserved();
  }

  @Test
  void energyWaitsForCpuTimeThatCannotBeReadAndIsUnattributedAfterHalfAMinute() {
    tick(1);
    for (int second = 0; second < 29; second++) {
      power.use(PACKAGE, 1_000_000);
      cpu.fail();
      tick(1);
      assertThat(total(sampler.latest().node(), 0)).isZero();
    }
    cpu.fail();
    power.use(PACKAGE, 1_000_000);
    tick(1);
    assertThat(total(sampler.latest().node(), 0)).isEqualTo(30_000_000);
    assertThat(total(sampler.latest().unattributed(), 0)).isEqualTo(30_000_000);
    assertThat(logger.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING bpf: CPU time cannot be read: ");
    cpu.ran(11, 500);
    power.use(PACKAGE, 1_000_000);
    tick(1);
    assertThat(total(sampler.latest().unattributed(), 0)).isEqualTo(30_000_000);
    conserved();
  }

  /** Issue, D2: four web threads read the number of CPUs with one buffer. */
  @Test
  void theNumberOfCpusIsWhatTheLastTickHasFound() {
    assertThat(sampler.cpus()).isZero();
    cpus = 7;
    tick(1);
    cpus = 8;
    assertThat(sampler.cpus()).isEqualTo(7);
    tick(1);
    assertThat(sampler.cpus()).isEqualTo(8);
  }

  /** The ring's records of a failed walk took all of the tick's energy. */
  @Test
  void aReadingThatIsNotWholeIsKeptForTheNext() {
    tick(1);
    power.use(PACKAGE, 30_000_000);
    cpu.ran(11, 100_000);
    cpu.partial();
    tick(1);
    assertThat(total(sampler.latest().node(), 0)).isZero();
    cpu.ran(12, 900_000);
    tick(1);
    assertThat(sampler.latest().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(11, 12);
    assertThat(cpuUs()).isEqualTo(1_000);
    conserved();
  }

  @Test
  void carriedCpuTimeHasABoundAndIsLostBeyondIt() {
    tick(1);
    cpus = -1;
    for (int i = 0; i < 210; i++) {
      for (int task = 0; task < 1_000; task++) {
        cpu.ran(100 + task, 1);
      }
      failingTick();
    }
    cpus = 2;
    tick(1);
    assertThat(sampler.lastTick().busyNs()).isEqualTo(210_000);
    assertThat(sampler.lastTick().lostNs()).isGreaterThanOrEqualTo(200_000);
    conserved();
  }

  @Test
  void aSourceOfPowerThatThrowsIsAFaultOfItsOwn() {
    tick(1);
    power.fail = true;
    cpu.ran(11, 100);
    tick(1);
    assertThat(logger.lines())
        .containsExactly(
            "WARNING fake: it cannot be read: java.lang.IllegalStateException: on purpose");
    power.fail = false;
    power.use(PACKAGE, 7_000_000);
    cpu.ran(11, 100);
    tick(1);
    assertThat(total(sampler.latest().node(), 0)).isEqualTo(7_000_000);
    conserved();
  }

  @Test
  void aGapThatIsTooLongIsCountedAsLost() {
    tick(1);
    tick(3_000);
    assertThat(sampler.lastTick().booking().gaps())
        .hasSize(4)
        .allSatisfy(gap -> assertThat(gap.lengthNs()).isEqualTo(3_000_000_000_000L));
    assertThat(logger.lines())
        .contains(
            "WARNING attribution: package-0 was not read for so long that nobody knows what it used in PT50M: a counter may have wrapped more than once, a power tells nothing of the past");
    assertThat(total(sampler.latest().node(), 0)).isZero();
  }

  /** Zones that come and go, ticks of a microsecond and of a day, and parts that throw. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMicrojouleIsMadeOrLostOnBadDays(int seed) {
    Random random = new Random(seed);
    Map<Integer, Long> truthNs = new HashMap<>();
    tick(1);
    for (int i = 0; i < 1_500; i++) {
      power.missing = ZONES.stream().filter(zone -> random.nextInt(6) == 0).toList();
      Duration time = duration(random);
      for (Zone zone : ZONES) {
        // At most 100 W, as far as a counter can tell.
        power.use(zone, random.nextLong(1 + Math.min(RANGE_UJ / 4, time.toNanos() / 10)));
      }
      for (int task = 0; task < random.nextInt(6); task++) {
        long cpuNs = 1 + random.nextLong(time.toNanos());
        int pid = 1 + random.nextInt(20);
        truthNs.merge(pid, cpuNs, Long::sum);
        cpu.ran(pid, cpuNs);
      }
      if (random.nextInt(20) == 0) {
        cpu.fail();
      } else if (random.nextInt(20) == 0) {
        cpu.partial();
      }
      power.fail = random.nextInt(20) == 0;
      cpus = random.nextInt(20) == 0 ? -1 : 2;
      clock.advance(time);
      try {
        sampler.tick();
      } catch (IllegalStateException ignored) {
        // The tick's thread says it, and goes on.
      }
      conserved();
    }
    power.missing = List.of();
    power.fail = false;
    cpus = 2;
    tick(1);
    assertThat(cpuUs()).isEqualTo(truthNs.values().stream().mapToLong(ns -> ns).sum() / 1_000);
    for (int zone = 0; zone < ZONES.size(); zone++) {
      String id = sampler.latest().zones().get(zone).id();
      assertThat(total(sampler.latest().node(), zone))
          .as(id)
          .isLessThanOrEqualTo(power.usedUj(id))
          .isPositive();
    }
  }

  private long cpuUs() {
    return sampler.latest().workloads().stream().mapToLong(WorkloadEnergy::cpuUs).sum();
  }

  private static Duration duration(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Duration.ofNanos(1_000);
      case 1 -> Duration.ofMillis(1 + random.nextInt(100));
      case 2 -> Duration.ofSeconds(1 + random.nextInt(600));
      case 3 -> Duration.ofSeconds(1 + random.nextInt(86_400));
      default -> Duration.ofMillis(900 + random.nextInt(200));
    };
  }

  private void conserved() {
    Snapshot snapshot = sampler.latest();
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      long idleUj = snapshot.unattributed().idleUj(zone);
      long dynamicUj = snapshot.unattributed().dynamicUj(zone);
      for (WorkloadEnergy workload : snapshot.workloads()) {
        idleUj += workload.energies().idleUj(zone);
        dynamicUj += workload.energies().dynamicUj(zone);
      }
      assertThat(idleUj).isEqualTo(snapshot.node().idleUj(zone));
      assertThat(dynamicUj).isEqualTo(snapshot.node().dynamicUj(zone));
    }
  }

  private void failingTick() {
    clock.advance(Duration.ofSeconds(1));
    try {
      sampler.tick();
    } catch (IllegalStateException expected) {
      return;
    }
    throw new AssertionError("the tick went well");
  }

  private void tick(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    sampler.tick();
  }

  private static long total(Energies energies, int zone) {
    return zone < energies.zones() ? energies.idleUj(zone) + energies.dynamicUj(zone) : 0;
  }

  private Sampler sampler() {
    HostFiles files = new HostFiles(Path.of("/nowhere"), Path.of("/nowhere"));
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    return new Sampler(
        new SampleSources(cpu, List.of(), new Untried("fake", power), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(IdlePolicy.EVEN, Map.of(), 10, Duration.ofDays(1000)),
            clock.now()),
        () -> {
          if (cpus < 0) {
            throw new IllegalStateException("no CPUs, on purpose");
          }
          return cpus;
        },
        clock,
        new FaultLog(logger));
  }

  private static Zone zone(String id, Component component) {
    return new Zone(id, component, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  }

  /** Hands over each record once; may throw before it does. */
  private static final class FakeCpu implements CpuTimeSource {
    private List<TaskTime> tasks = new ArrayList<>();
    private boolean fails;
    private boolean partial;

    void ran(int pid, long cpuNs) {
      tasks.add(
          new TaskTime(new CgroupKey(1, 0), new ProcessKey(pid, 1), "p" + pid, Kind.USER, cpuNs));
    }

    void fail() {
      fails = true;
    }

    void partial() {
      partial = true;
    }

    @Override
    public String name() {
      return "bpf";
    }

    @Override
    public CpuReading read() {
      if (fails) {
        fails = false;
        throw new IllegalStateException("on purpose");
      }
      List<TaskTime> taken = tasks;
      tasks = new ArrayList<>();
      Extent extent = partial ? Extent.PARTIAL : Extent.WHOLE;
      partial = false;
      return new CpuReading(taken, List.of(), List.of(), 0, 0, List.<Fault>of(), extent);
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  /** Counters of four zones that wrap, are missing, or throw. */
  private static final class FakePower implements PowerSource {
    private final Map<Zone, Long> countersUj = new HashMap<>();
    private final Map<String, Long> usedUj = new HashMap<>();
    List<Zone> missing = List.of();
    boolean fail;

    void use(Zone zone, long energyUj) {
      countersUj.merge(zone, energyUj, (before, more) -> (before + more) % RANGE_UJ);
      usedUj.merge(zone.id(), energyUj, Long::sum);
    }

    long usedUj(String zone) {
      return usedUj.getOrDefault(zone, 0L);
    }

    @Override
    public Discovery discover() {
      return Discovery.of(ZONES);
    }

    @Override
    public PowerReading read(TickLoad load) {
      if (fail) {
        throw new IllegalStateException("on purpose");
      }
      List<Reading> readings = new ArrayList<>();
      for (Zone zone : ZONES) {
        if (!missing.contains(zone)) {
          readings.add(new Reading.Counter(zone, countersUj.getOrDefault(zone, 0L), RANGE_UJ));
        }
      }
      return new PowerReading(readings, List.of());
    }
  }
}
