// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.rapl.CpuFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowercapSourceTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 0, 8);

  @TempDir Path folder;
  private PowercapTree tree = new PowercapTree(new Fixture(Path.of("/")));

  @BeforeEach
  void build() {
    tree = new PowercapTree(new Fixture(folder));
  }

  @Test
  void clientsHaveCoreUncoreAndPsys() {
    tree.zone("intel-rapl:0", "package-0", 10)
        .zone("intel-rapl:0:0", "core", 20)
        .zone("intel-rapl:0:1", "uncore", 30)
        .zone("intel-rapl:1", "psys", 40);

    assertThat(energies(source()))
        .isEqualTo(
            Map.of("package-0", 10L, "package-0/core", 20L, "package-0/uncore", 30L, "psys", 40L));
  }

  @Test
  void zonesKnowWhatTheyAreAndWhereTheyHang() {
    tree.zone("intel-rapl:0", "package-0", 10)
        .zone("intel-rapl:0:0", "dram", 20)
        .zone("intel-rapl:1", "psys", 40);

    List<Zone> zones = new PowercapSource(tree.fixture().host()).discover().zones();

    assertThat(zones)
        .extracting(Zone::component)
        .containsExactly(Component.PACKAGE, Component.DRAM, Component.PLATFORM);
    assertThat(zones).extracting(Zone::packageId).containsExactly("0", "0", "");
    assertThat(zones.get(1).parent()).contains("package-0");
    assertThat(zones).extracting(Zone::source).containsOnly("rapl-sysfs");
  }

  @Test
  void readingsCarryTheRangeOfTheCounter() {
    tree.zone("intel-rapl:0", "package-0", 10);

    assertThat(source().read(TICK).readings())
        .first()
        .isInstanceOfSatisfying(
            Reading.Counter.class, c -> assertThat(c.rangeUj()).isEqualTo(262_143_328_850L));
  }

  @Test
  void twoPackagesMayDifferInWhatTheyHave() {
    tree.zone("intel-rapl:0", "package-0", 1)
        .zone("intel-rapl:0:0", "dram", 2)
        .zone("intel-rapl:1", "package-1", 3);

    assertThat(energies(source()))
        .isEqualTo(Map.of("package-0", 1L, "package-0/dram", 2L, "package-1", 3L));
  }

  @Test
  void mmioZonesThatRepeatOthersAreDropped() {
    tree.zone("intel-rapl-mmio:0", "package-0", 999)
        .zone("intel-rapl-mmio:0:0", "dram", 5)
        .zone("intel-rapl:0", "package-0", 1)
        .zone("intel-rapl:0:0", "core", 2);

    assertThat(energies(source()))
        .isEqualTo(Map.of("package-0", 1L, "package-0/core", 2L, "package-0/dram", 5L));
  }

  @Test
  void diesAreZonesOfTheirPackage() {
    tree.zone("intel-rapl:0", "package-0-die-0", 1)
        .zone("intel-rapl:0:0", "dram", 2)
        .zone("intel-rapl:1", "package-0-die-1", 3);

    assertThat(energies(source()))
        .containsOnlyKeys("package-0-die-0", "package-0-die-0/dram", "package-0-die-1");
    assertThat(new PowercapSource(tree.fixture().host()).discover().zones())
        .extracting(Zone::packageId)
        .containsOnly("0");
  }

  /** The kernel's driver reads the register of one core: drivers/powercap/intel_rapl_msr.c. */
  @Test
  void whatAmdShowsAsAllCoresIsOneCoreAndNotCounted() {
    new CpuFixture(tree.fixture()).model(CpuFixture.EPYC);
    tree.zone("intel-rapl:0", "package-0", 1).zone("intel-rapl:0:0", "core", 2);

    assertThat(energies(source())).containsOnlyKeys("package-0");
    assertThat(source().read(TICK).faults()).isEmpty();
  }

  /** Kernels 6.10 and 6.11 did so. */
  @Test
  void aPackageOfAmdThatIsShownOnceForEachChipletIsCountedOnce() {
    new CpuFixture(tree.fixture()).model(CpuFixture.EPYC);
    for (int die = 0; die < 4; die++) {
      tree.zone("intel-rapl:" + die, "package-%d-die-%d".formatted(die / 2, die), 7)
          .zone("intel-rapl:" + die + ":0", "core", 2);
    }

    assertThat(energies(source())).isEqualTo(Map.of("package-0", 7L, "package-1", 7L));
    assertThat(source().read(TICK).faults()).isEmpty();
  }

  @Test
  void psysMayHaveAnyNumberOfRails() {
    tree.zone("intel-rapl:0", "package-0", 1)
        .zone("intel-rapl:1", "psys", 2)
        .zone("intel-rapl:2", "package-1", 3)
        .zone("intel-rapl:3", "psys-1", 4);

    assertThat(energies(source())).containsOnlyKeys("package-0", "package-1", "psys", "psys-1");
  }

  @Test
  void twoPackagesWithOneNameAreBothCountedAndNamed() {
    tree.zone("intel-rapl:0", "package-0", 1)
        .zone("intel-rapl:0:0", "dram", 2)
        .zone("intel-rapl:1", "package-0", 3)
        .zone("intel-rapl:1:0", "dram", 4)
        .zone("intel-rapl-mmio:0", "package-0", 5);
    PowercapSource source = source();

    assertThat(energies(source))
        .isEqualTo(
            Map.of(
                "package-0", 1L,
                "package-0/dram", 2L,
                "package-0-zone-1", 3L,
                "package-0-zone-1/dram", 4L));
    assertThat(source.read(TICK).faults())
        .extracting(Fault::message)
        .containsExactly(
            "two zones are named package-0; the one in intel-rapl:1 is counted as package-0-zone-1");
  }

  @Test
  void machinesWithoutPowercapHaveNoZonesAndNoFaults() {
    PowercapSource source = new PowercapSource(tree.fixture().host());

    assertThat(source.discover().zones()).isEmpty();
    assertThat(source.read(TICK)).isEqualTo(new PowerReading(List.of(), List.of()));
  }

  @Test
  void controlTypesThatDoNotCountEnergyAreNotLookedAt() {
    tree.fixture().file("sys/class/powercap/dtpm:0/name", "cpu0-3");

    assertThat(source().read(TICK)).isEqualTo(new PowerReading(List.of(), List.of()));
  }

  @Test
  void aZoneWithoutNameIsOneFaultAndItsSubzonesGoOn() {
    tree.zone("intel-rapl:0", "package-0", 1)
        .zone("intel-rapl:0:0", "core", 2)
        .zone("intel-rapl:1", "package-1", 3);
    tree.fixture().remove(tree.file("intel-rapl:0", "name"));
    PowercapSource source = source();

    assertThat(energies(source)).isEqualTo(Map.of("package-0/core", 2L, "package-1", 3L));
    assertThat(source.read(TICK).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.part()).isEqualTo("intel-rapl:0"))
        .satisfies(
            fault ->
                assertThat(fault.message())
                    .startsWith("zone is not counted: cannot read ")
                    .contains("intel-rapl:0/name: No such file"));
  }

  @Test
  void deniedAccessIsOneFaultThatSaysWhatToDo() {
    twoPackages();
    Fixture.denied()
        .ifPresentOrElse(
            denied -> {
              tree.fixture().link(tree.file("intel-rapl:0", "energy_uj"), denied);
              assertFault("Permission denied; run as root or grant read access");
            },
            () -> System.out.println("skipped: nothing on this machine denies root"));
  }

  @Test
  void emptyCountersAreOneFault() {
    twoPackages();
    tree.fixture().file(tree.file("intel-rapl:0", "energy_uj"), "");

    assertFault("it is empty");
  }

  @Test
  void countersThatAreNoNumberAreOneFault() {
    twoPackages();
    tree.fixture().file(tree.file("intel-rapl:0", "energy_uj"), "12x4");

    assertFault("\"12x4\" is not a number");
  }

  @Test
  void aZoneThatVanishesIsAbsentAndOneFaultUntilItComesBack() {
    twoPackages();
    PowercapSource source = source();
    tree.fixture().remove(tree.file("intel-rapl:0", "energy_uj"));

    assertThat(energies(source)).containsOnlyKeys("package-1");
    assertThat(source.read(TICK).faults()).isEqualTo(source.read(TICK).faults()).hasSize(1);

    tree.zone("intel-rapl:0", "package-0", 7);
    assertThat(energies(source)).containsEntry("package-0", 7L);
    assertThat(source.read(TICK).faults()).isEmpty();
  }

  @Test
  void aCounterWithoutRangeIsReadAndOneFault() {
    twoPackages();
    tree.fixture().remove(tree.file("intel-rapl:0", "max_energy_range_uj"));
    PowercapSource source = source();

    assertThat(energies(source)).containsOnlyKeys("package-0", "package-1");
    assertThat(source.read(TICK).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.part()).isEqualTo("package-0 range"));
  }

  @Test
  void zonesThatAppearLaterAreFoundWithinAMinute() {
    tree.zone("intel-rapl:0", "package-0", 1);
    PowercapSource source = source();
    tree.zone("intel-rapl:1", "package-1", 2);

    assertThat(energies(source)).containsOnlyKeys("package-0");
    source.read(new TickLoad(60_000_000_000L, 0, 8));
    assertThat(energies(source)).containsOnlyKeys("package-0", "package-1");
  }

  private void twoPackages() {
    tree.zone("intel-rapl:0", "package-0", 1).zone("intel-rapl:1", "package-1", 3);
  }

  private void assertFault(String message) {
    PowercapSource source = source();
    assertThat(energies(source)).isEqualTo(Map.of("package-1", 3L));
    assertThat(source.read(TICK).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.part()).isEqualTo("package-0"))
        .satisfies(fault -> assertThat(fault.message()).contains(message));
  }

  private PowercapSource source() {
    PowercapSource source = new PowercapSource(tree.fixture().host());
    source.discover();
    return source;
  }

  private static Map<String, Long> energies(PowercapSource source) {
    Map<String, Long> energies = new TreeMap<>();
    for (Reading reading : source.read(TICK).readings()) {
      if (reading instanceof Reading.Counter counter) {
        energies.put(counter.zone().id(), counter.energyUj());
      }
    }
    return energies;
  }
}
