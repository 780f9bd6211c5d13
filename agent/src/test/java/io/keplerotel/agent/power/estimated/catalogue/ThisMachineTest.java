// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.Evidence;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
  private static final double GIB_KB = 1 << 20;

  @TempDir Path folder;

  @Test
  void aServerIsEstimatedWhole() {
    Estimate estimate =
        estimate(
            machine(x86("AuthenticAMD", 25, 17, "AMD EPYC 9654 96-Core Processor", ""), 2, 96, 2)
                .file("proc/meminfo", "MemTotal:       " + (long) (384 * GIB_KB) + " kB"));

    assertThat(estimate.evidence()).isEqualTo(Evidence.CPU_MODEL);
    assertThat(estimate.model()).endsWith("/amd-epyc-9654");
    assertThat(full(estimate)).isBetween(650.0, 1000.0);
    assertThat(estimate.zones()).containsKeys(Component.CORE, Component.DRAM, Component.PACKAGE);
    assertThat(estimate.zones()).doesNotContainKey(Component.UNCORE);
  }

  @Test
  void aMaskedXeonIsKnownByItsCacheAndFrequency() {
    Fixture fixture =
        machine(x86("GenuineIntel", 6, 207, "Intel(R) Xeon(R) Processor", " hypervisor"), 1, 4, 2)
            .file("sys/devices/system/cpu/cpu0/cache/index3/size", "266240K");

    Estimate estimate = estimate(fixture);

    assertThat(estimate.evidence()).isEqualTo(Evidence.CPU_FAMILY);
    assertThat(estimate.reason()).contains("8581C").contains("8 of the 240 hardware threads");
    assertThat(full(estimate)).isBetween(15.0, 50.0);
  }

  /**
   * As on a virtual machine that was seen: the number of a desktop CPU, the instructions of a
   * server.
   */
  @Test
  void aNumberThatTheInstructionSetsContradictIsNotBelieved() {
    String cpuinfo =
        x86("GenuineIntel", 6, 167, "Intel(R) Xeon(R) Processor", " avx512f amx_tile hypervisor");
    Fixture masked =
        machine(cpuinfo, 1, 2, 1).file("sys/devices/system/cpu/cpu0/cache/index3/size", "491520K");

    Estimate granite = estimate(masked);
    assertThat(granite.reason()).contains("6975P-C").contains("2 of the 384 hardware threads");
    assertThat(full(granite)).isBetween(3.0, 15.0);
    assertThat(ThisMachine.cpuFamily(masked.host())).isEqualTo("intel-granite-rapids");

    masked.file("sys/devices/system/cpu/cpu0/cache/index3/size", "1234K");
    assertThat(ThisMachine.cpuFamily(masked.host())).isEqualTo("intel-sapphire-rapids");
    Fixture desktop = machine(cpuinfo.replace(" amx_tile", ""), 1, 2, 1);
    assertThat(ThisMachine.cpuFamily(desktop.host())).isEqualTo("intel-rocket-lake");
  }

  @Test
  void awsTellsTheTypeOfTheInstance() {
    Fixture fixture =
        machine(x86("AuthenticAMD", 25, 17, "AMD EPYC 9R14", " hypervisor"), 1, 8, 1)
            .file("sys/class/dmi/id/sys_vendor", "Amazon EC2")
            .file("sys/class/dmi/id/product_name", "m7a.2xlarge");

    assertThat(estimate(fixture).reason()).contains("8 of the 192 hardware threads");
  }

  @Test
  void arm64WithoutAModelNameIsKnownByItsPart() {
    String cpuinfo =
        "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\n\nprocessor\t: 1\nCPU part\t: 0xd40\n";
    Fixture fixture =
        new Fixture(folder)
            .file("proc/cpuinfo", cpuinfo)
            .file("sys/class/dmi/id/sys_vendor", "Amazon EC2")
            .file("sys/class/dmi/id/product_name", "c7g.large");

    Estimate estimate = estimate(fixture);

    assertThat(estimate.evidence()).isEqualTo(Evidence.DEFAULT);
    assertThat(estimate.reason())
        .contains("arm-graviton3")
        .contains("2 of the 64 hardware threads");
    assertThat(full(estimate)).isBetween(3.0, 20.0);
  }

  @Test
  void aBoardIsSmall() {
    String cpuinfo = "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n".repeat(4);
    Fixture fixture =
        new Fixture(folder)
            .file("proc/cpuinfo", cpuinfo)
            .file("proc/meminfo", "MemTotal:       3884000 kB")
            .file("sys/firmware/devicetree/base/model", "Raspberry Pi 4 Model B Rev 1.4\0");

    Estimate estimate = estimate(fixture);

    assertThat(estimate.evidence()).isEqualTo(Evidence.DEFAULT);
    assertThat(full(estimate)).isBetween(2.0, 20.0);
  }

  @Test
  void whoeverKnowsTheInstanceTypeMaySayIt() {
    Fixture fixture =
        machine(x86("GenuineIntel", 6, 143, "Intel(R) Xeon(R) Processor", " hypervisor"), 1, 2, 2);

    Estimate estimate =
        new ThisMachine(fixture.host(), () -> Optional.of("Standard_D4s_v5"), HostIdle.SHARE)
            .get()
            .estimate();

    assertThat(estimate.reason()).contains("4 of the 128 hardware threads");
  }

  @Test
  void idleOfTheHostIsLeftOutWhereThatIsWanted() {
    Fixture fixture = machine(x86("AuthenticAMD", 25, 17, "AMD EPYC", " hypervisor"), 1, 2, 1);

    double share = idle(new ThisMachine(fixture.host(), Optional::empty, HostIdle.SHARE).get());
    double none = idle(new ThisMachine(fixture.host(), Optional::empty, HostIdle.NONE).get());
    double whole = idle(new ThisMachine(fixture.host(), Optional::empty, HostIdle.WHOLE).get());

    assertThat(none).isLessThan(1e-6);
    assertThat(share).isBetween(0.1, 5.0);
    assertThat(whole).isGreaterThan(50);
  }

  @Test
  void withoutCpuinfoAUsualServerIsTakenAndSaidSo() {
    Chosen chosen =
        new ThisMachine(new Fixture(folder.resolve("none")).host(), Optional::empty, HostIdle.SHARE)
            .get();

    assertThat(chosen.estimate().evidence()).isEqualTo(Evidence.DEFAULT);
    assertThat(chosen.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("cpuinfo: No such file"));
    assertThat(ThisMachine.cpuFamily(new Fixture(folder.resolve("none")).host()))
        .isEqualTo("default");
  }

  private static double idle(Chosen chosen) {
    return platform(chosen.estimate()).watts().getFirst();
  }

  private static double full(Estimate estimate) {
    return platform(estimate).watts().getLast();
  }

  private static Curve platform(Estimate estimate) {
    return Objects.requireNonNull(estimate.zones().get(Component.PLATFORM));
  }

  private static Estimate estimate(Fixture fixture) {
    return new ThisMachine(fixture.host(), Optional::empty, HostIdle.SHARE).get().estimate();
  }

  private static String x86(String vendor, int family, int model, String name, String flag) {
    return "vendor_id\t: %s\ncpu family\t: %d\nmodel\t\t: %d\nmodel name\t: %s\nstepping\t: 1\ncpu MHz\t\t: 2300.000\nflags\t\t: fpu vme%s\n"
        .formatted(vendor, family, model, name, flag);
  }

  private Fixture machine(String cpu, int chips, int coresOfChip, int threadsOfCore) {
    StringBuilder cpuinfo = new StringBuilder();
    int processor = 0;
    for (int chip = 0; chip < chips; chip++) {
      for (int core = 0; core < coresOfChip; core++) {
        for (int thread = 0; thread < threadsOfCore; thread++) {
          cpuinfo
              .append("processor\t: %d\n".formatted(processor++))
              .append(cpu)
              .append("physical id\t: %d\ncore id\t\t: %d\n\n".formatted(chip, core));
        }
      }
    }
    return new Fixture(folder).file("proc/cpuinfo", cpuinfo);
  }
}
