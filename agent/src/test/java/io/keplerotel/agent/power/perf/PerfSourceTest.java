// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.rapl.CpuFixture;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfSourceTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 0, 8);
  private static final TickLoad LATER = new TickLoad(10_000_000_000L, 0, 8);
  private static final long JOULE = 1L << 32;

  @TempDir Path folder = Path.of("");
  private final FakePerfEvents kernel = new FakePerfEvents();
  private Fixture fixture = new Fixture(Path.of("/"));
  private CpuFixture cpus = new CpuFixture(fixture);

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
    cpus = new CpuFixture(fixture).model(CpuFixture.XEON).place(0, 0, 0, 0).place(4, 1, 0, 0);
  }

  @Test
  void twoPackagesWithDramHaveTheIdsOfPowercap() {
    server();
    PerfSource source = new PerfSource(fixture.host(), kernel);
    assertThat(source.discover().zones())
        .extracting(Zone::id)
        .containsExactly("package-0", "package-1", "package-0/dram", "package-1/dram");
    kernel.count("energy-pkg", 0, 3 * JOULE);
    kernel.count("energy-pkg", 4, 5 * JOULE);
    kernel.count("energy-ram", 4, JOULE / 2);
    assertThat(energies(source, TICK))
        .isEqualTo(
            Map.of(
                "package-0", 3_000_000L,
                "package-0/dram", 0L,
                "package-1", 5_000_000L,
                "package-1/dram", 500_000L));
  }

  @Test
  void aClientHasCoresUncoreAndPsys() {
    new PmuFixture(fixture, "power", 12)
        .cpus("0")
        .event("energy-cores", 1)
        .event("energy-pkg", 2)
        .event("energy-gpu", 4)
        .event("energy-psys", 5);
    PerfSource source = new PerfSource(fixture.host(), kernel);
    assertThat(source.discover().zones())
        .extracting(Zone::id)
        .containsExactly("package-0", "package-0/core", "package-0/uncore", "psys");
    assertThat(source.discover().zones()).extracting(Zone::source).containsOnly("rapl-perf");
  }

  @Test
  void amdsCoresAreSummedByPackageOnceEach() {
    cpus.model(CpuFixture.EPYC).place(1, 0, 1, 1).place(5, 1, 0, 1);
    new PmuFixture(fixture, "power", 12).cpus("0-1,4").event("energy-pkg", 2);
    new PmuFixture(fixture, "power_core", 13).cpus("0-1,4-5").event("energy-core", 1);
    PerfSource source = new PerfSource(fixture.host(), kernel);
    source.discover();
    assertThat(kernel.open())
        .as("kernels that show a package once for each chiplet")
        .doesNotContain("energy-pkg 1");
    kernel.count("energy-core", 0, JOULE);
    kernel.count("energy-core", 1, 2 * JOULE);
    kernel.count("energy-core", 5, 7 * JOULE);
    kernel.count("energy-pkg", 0, 9 * JOULE);
    assertThat(energies(source, TICK))
        .isEqualTo(
            Map.of(
                "package-0", 9_000_000L,
                "package-0/core", 3_000_000L,
                "package-1", 0L,
                "package-1/core", 7_000_000L));
  }

  @Test
  void aPackageThatIsCountedOnAnotherCpuGoesOnFromWhereItWas() {
    PmuFixture pmu = server();
    cpus.place(6, 1, 0, 2);
    PerfSource source = new PerfSource(fixture.host(), kernel);
    source.discover();
    kernel.count("energy-pkg", 4, 5 * JOULE);
    assertThat(energies(source, TICK)).containsEntry("package-1", 5_000_000L);
    pmu.cpus("0,6");
    kernel.count("energy-pkg", 4, JOULE);
    assertThat(energies(source, LATER)).containsEntry("package-1", 6_000_000L);
    kernel.count("energy-pkg", 6, JOULE);
    assertThat(energies(source, TICK)).containsEntry("package-1", 7_000_000L);
    assertThat(kernel.open())
        .containsExactlyInAnyOrder("energy-pkg 0", "energy-pkg 6", "energy-ram 0", "energy-ram 6");
  }

  @Test
  void aPackageThatGoesOfflineIsAbsentAndComesBackWithWhatItHad() {
    PmuFixture pmu = server();
    PerfSource source = new PerfSource(fixture.host(), kernel);
    source.discover();
    kernel.count("energy-pkg", 4, 5 * JOULE);
    pmu.cpus("0");
    assertThat(energies(source, LATER)).containsOnlyKeys("package-0", "package-0/dram");
    assertThat(source.read(TICK).faults()).isEmpty();
    kernel.count("energy-pkg", 4, 100 * JOULE);
    pmu.cpus("0,4");
    assertThat(energies(source, LATER)).containsEntry("package-1", 5_000_000L);
  }

  @Test
  void aCounterThatCannotBeReadIsOneFaultAndIsOpenedAgain() {
    server();
    PerfSource source = new PerfSource(fixture.host(), kernel);
    source.discover();
    kernel.count("energy-pkg", 0, JOULE);
    energies(source, TICK);
    kernel.breakDown("energy-pkg", 0);
    assertThat(energies(source, TICK)).doesNotContainKey("package-0").containsKey("package-1");
    assertThat(source.read(TICK).faults())
        .containsExactly(new Fault("package-0", "cannot read energy-pkg 0: Input/output error"));
    kernel.count("energy-pkg", 0, JOULE);
    assertThat(energies(source, LATER))
        .as("what went by is not known")
        .containsEntry("package-0", 1_000_000L);
    kernel.count("energy-pkg", 0, JOULE);
    assertThat(energies(source, TICK)).containsEntry("package-0", 2_000_000L);
  }

  @Test
  void whoIsRefusedIsToldWhatToDo() {
    server();
    fixture.file("proc/sys/kernel/perf_event_paranoid", 2);
    kernel.deny();
    Discovery found = new PerfSource(fixture.host(), kernel).discover();
    assertThat(found.zones()).isEmpty();
    assertThat(found.whyNot().orElseThrow())
        .contains("Permission denied; kernel.perf_event_paranoid is 2")
        .contains("CAP_PERFMON")
        .contains("sysctl kernel.perf_event_paranoid=0");
  }

  @Test
  void aMachineWithoutThePmuHasNothingAndNoFault() {
    PerfSource source = new PerfSource(fixture.host(), kernel);
    assertThat(source.discover().whyNot().orElseThrow()).contains("no PMU named power");
    assertThat(source.read(TICK).readings()).isEmpty();
    assertThat(source.read(TICK).faults()).isEmpty();
  }

  @Test
  void aPmuThatComesLaterIsFound() {
    PerfSource source = new PerfSource(fixture.host(), kernel);
    source.discover();
    server();
    assertThat(energies(source, LATER)).containsKey("package-0");
  }

  @Test
  void whatSysfsSaysThatCannotBeUsedIsAFault() {
    PmuFixture pmu = server();
    pmu.event("energy-pkg", "event=zwei", "1e-9");
    assertThat(why()).contains("events/energy-pkg: \"zwei\" is not a number");
    pmu.event("energy-pkg", "event=0x02", "much");
    assertThat(why()).contains("energy-pkg.scale: \"much\" is no scale");
    pmu.event("energy-pkg", "umask=0x02", "1e-9");
    assertThat(why()).contains("format/umask: No such file");
    pmu.event("energy-pkg", 2).cpus("none");
    assertThat(why()).contains("\"none\" is no list of CPUs");
  }

  private String why() {
    return new PerfSource(fixture.host(), new FakePerfEvents()).discover().whyNot().orElseThrow();
  }

  private PmuFixture server() {
    return new PmuFixture(fixture, "power", 12)
        .cpus("0,4")
        .event("energy-pkg", 2)
        .event("energy-ram", 3);
  }

  private static Map<String, Long> energies(PerfSource source, TickLoad load) {
    Map<String, Long> energies = new TreeMap<>();
    for (Reading reading : source.read(load).readings()) {
      if (reading instanceof Reading.Counter counter) {
        energies.put(counter.zone().id(), counter.energyUj());
        assertThat(counter.rangeUj()).isZero();
      }
    }
    return energies;
  }
}
