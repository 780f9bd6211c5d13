// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.MsrDevices;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.rapl.CpuFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MsrSourceTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 0, 8);
  private static final TickLoad LATER = new TickLoad(10_000_000_000L, 0, 8);

  private static final long UNIT = 0x606;
  private static final long PACKAGE = 0x611;
  private static final long DRAM = 0x619;
  private static final long CORES = 0x639;
  private static final long PSYS = 0x64d;
  private static final long AMD_UNIT = 0xc001_0299L;
  private static final long AMD_CORE = 0xc001_029aL;
  private static final long AMD_PACKAGE = 0xc001_029bL;

  /** Counts in a joule. */
  private static final long INTEL_JOULE = 1 << 14;

  private static final long AMD_JOULE = 1 << 16;

  @TempDir Path folder = Path.of("");
  private Fixture fixture = new Fixture(Path.of("/"));
  private CpuFixture cpus = new CpuFixture(fixture);
  private MsrFixture registers = new MsrFixture(fixture);

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
    cpus = new CpuFixture(fixture);
    registers = new MsrFixture(fixture);
  }

  @Test
  void aClientHasWhatItsRegistersCount() {
    client();
    MsrSource source = source();
    assertThat(source.discover().zones())
        .extracting(Zone::id)
        .containsExactly("package-0", "package-0/core", "psys");
    assertThat(source.discover().zones()).extracting(Zone::source).containsOnly("rapl-msr");
    assertThat(energies(source, TICK))
        .isEqualTo(
            Map.of("package-0", 10_000_000L, "package-0/core", 4_000_000L, "psys", 30_000_000L));
  }

  @Test
  void aServersDramHasItsOwnUnitAndEachPackageItsOwnRegisters() {
    cpus.model(CpuFixture.XEON).online("0-1").place(0, 0, 0, 0).place(1, 1, 0, 0);
    for (int cpu = 0; cpu < 2; cpu++) {
      registers
          .set(cpu, UNIT, 0xa0e03)
          .set(cpu, PACKAGE, (cpu + 1) * INTEL_JOULE)
          .set(cpu, DRAM, 1_000_000)
          .set(cpu, PSYS, 0);
    }
    MsrSource source = source();
    source.discover();
    assertThat(energies(source, TICK))
        .isEqualTo(
            Map.of(
                "package-0", 1_000_000L,
                "package-0/dram", 15_300_000L,
                "package-1", 2_000_000L,
                "package-1/dram", 15_300_000L));
  }

  @Test
  void countersHave32BitsAndSayWhereTheyWrap() {
    client();
    registers.set(0, PACKAGE, 0xffff_ffff_0000_0000L + INTEL_JOULE);
    MsrSource source = source();
    source.discover();
    assertThat(source.read(TICK).readings())
        .first()
        .isInstanceOfSatisfying(
            Reading.Counter.class,
            counter -> {
              assertThat(counter.energyUj()).as("reserved bits").isEqualTo(1_000_000);
              assertThat(counter.rangeUj()).isEqualTo(262_144_000_000L);
            });
  }

  /** A file cannot hold AMD's registers: their addresses are next to each other. */
  @Test
  void amdsCoresAreSummedEachWithItsOwnWrap() {
    cpus.model(CpuFixture.EPYC).online("0-3");
    Map<String, Long> amd = new HashMap<>();
    for (int cpu = 0; cpu < 4; cpu++) {
      cpus.place(cpu, 0, cpu % 2, cpu % 2); // 2 and 3 are the second threads of 0 and 1.
      amd.put(cpu + " " + AMD_UNIT, 0xa1003L);
      amd.put(cpu + " " + AMD_PACKAGE, AMD_JOULE);
      amd.put(cpu + " " + AMD_CORE, 0L);
    }
    amd.put("0 " + AMD_CORE, 0x1_0000_0000L - AMD_JOULE);
    MsrSource source =
        new MsrSource(
            fixture.host(), (cpu, register) -> requireNonNull(amd.get(cpu + " " + register)));
    source.discover();
    assertThat(energies(source, TICK))
        .isEqualTo(Map.of("package-0", 1_000_000L, "package-0/core", 0L));
    amd.put("0 " + AMD_CORE, AMD_JOULE);
    amd.put("1 " + AMD_CORE, 3 * AMD_JOULE);
    amd.put("2 " + AMD_CORE, 999 * AMD_JOULE);
    assertThat(energies(source, TICK)).containsEntry("package-0/core", 5_000_000L);
  }

  @Test
  void aPackageThatGoesOfflineIsAbsentWithoutFault() {
    cpus.model(CpuFixture.XEON).online("0-1").place(0, 0, 0, 0).place(1, 1, 0, 0);
    registers.set(0, UNIT, 0xa0e03).set(0, PSYS, 0).set(1, UNIT, 0xa0e03).set(1, PSYS, 0);
    MsrSource source = source();
    source.discover();
    assertThat(energies(source, TICK)).containsOnlyKeys("package-0", "package-1");
    cpus.online("0");
    assertThat(energies(source, LATER)).containsOnlyKeys("package-0");
    assertThat(source.read(TICK).faults()).isEmpty();
  }

  @Test
  void aRegisterThatCannotBeReadAnyMoreIsAFault() throws IOException {
    client();
    MsrSource source = source();
    source.discover();
    Files.write(registers.path(0), new byte[0x620]);
    assertThat(energies(source, TICK)).containsOnlyKeys("package-0");
    assertThat(source.read(TICK).faults())
        .extracting(Fault::part)
        .containsExactly("package-0/core", "psys");
  }

  @Test
  void withoutTheModuleItIsSaidWhatToLoad() {
    cpus.model(CpuFixture.CLIENT).online("0").place(0, 0, 0, 0);
    Discovery found = source().discover();
    assertThat(found.zones()).isEmpty();
    assertThat(found.whyNot().orElseThrow()).contains("dev/cpu/0/msr").contains("modprobe msr");
  }

  @Test
  void whoIsRefusedIsToldWhatItTakesAndOfTheLockdown() {
    client();
    fixture.file("sys/kernel/security/lockdown", "none integrity [confidentiality]");
    Fixture.denied()
        .ifPresentOrElse(
            denied -> {
              fixture.link("dev/cpu/0/msr", denied);
              assertThat(source().discover().whyNot().orElseThrow())
                  .contains("Permission denied")
                  .contains("CAP_SYS_RAWIO")
                  .contains("lockdown is none integrity [confidentiality]");
            },
            () -> System.out.println("skipped: nothing on this machine denies root"));
  }

  @Test
  void aHypervisorThatHidesThemIsNamed() throws IOException {
    client();
    Files.write(registers.path(0), new byte[0]);
    assertThat(source().discover().whyNot().orElseThrow())
        .contains("no register 0x606")
        .contains("the hypervisor below, does not show RAPL");
  }

  @Test
  void otherCpusAreNotAsked() {
    cpus.model("cpu:type:aarch64:feature:");
    assertThat(source().discover().whyNot())
        .contains("this CPU is not known to have RAPL's registers");
  }

  private MsrSource source() {
    return new MsrSource(fixture.host(), new MsrDevices(fixture.host()));
  }

  private void client() {
    cpus.model(CpuFixture.CLIENT).online("0-1").place(0, 0, 0, 0).place(1, 0, 0, 1);
    registers
        .set(0, UNIT, 0xa0e03)
        .set(0, PACKAGE, 10 * INTEL_JOULE)
        .set(0, CORES, 4 * INTEL_JOULE)
        .set(0, PSYS, 30 * INTEL_JOULE);
  }

  private static Map<String, Long> energies(MsrSource source, TickLoad load) {
    Map<String, Long> energies = new TreeMap<>();
    for (Reading reading : source.read(load).readings()) {
      if (reading instanceof Reading.Counter counter) {
        energies.put(counter.zone().id(), counter.energyUj());
      }
    }
    return energies;
  }
}
