// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuNameTest {
  private static final CpuModels CPUS = Catalogue.load().cpus();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMD EPYC 9654 96-Core Processor | AMD EPYC 9654",
        "AMD EPYC 9654 | AMD EPYC 9654",
        "'  amd epyc 9654   ' | AMD EPYC 9654",
        "AMD EPYC(TM) 9654 | AMD EPYC 9654",
        "AMD EPYC 9754S 128-Core Processor | AMD EPYC 9754S",
        "Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz | Intel Xeon Platinum 8280",
        "Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70 GHz | Intel Xeon Platinum 8280",
        "Intel Xeon Platinum 8280 | Intel Xeon Platinum 8280",
        "INTEL XEON PLATINUM 8280 PROCESSOR | Intel Xeon Platinum 8280",
        "Intel Xeon 8480+ | Intel Xeon Platinum 8480+",
        "'Intel(R) Xeon(R) 8480+,' | Intel Xeon Platinum 8480+",
        "Intel(R) Xeon(R) CPU E5-2680 0 @ 2.70GHz | Intel Xeon E5-2680",
        "Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz | Intel Xeon E5-2686 v4",
        "Intel Xeon E5-2699v4 | Intel Xeon E5-2699 v4",
        "Intel Xeon E3-1265LV3 | Intel Xeon E3-1265L v3",
        "Intel Xeon E E-2488 | Intel Xeon E-2488",
        "Intel Xeon-D 2776NT | Intel Xeon D-2776NT",
        "Intel(R) Xeon(R) 6787P | Intel Xeon 6787P",
        "Intel Xeon 6 6787P | Intel Xeon 6787P",
        "Intel Xeon 6787P Processor | Intel Xeon 6787P",
        "Intel(R) Xeon(R) Gold 6780E, | Intel Xeon 6780E",
        "Intel Xeon Gold 6548Y | Intel Xeon Gold 6548Y+",
        "Intel Xeon Platinum 6252 | Intel Xeon Gold 6252",
        "Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz | Intel Core i7-8700K",
        "12th Gen Intel(R) Core(TM) i7-1260P | Intel Core i7-1260P",
        "Intel Core i7 610E | Intel Core i7-610E",
        "AMD Ryzen 9 7950X 16-Core Processor | AMD Ryzen 9 7950X",
        "Quad-Core AMD Opteron(r) Processor 8376 HE | AMD Opteron 8376HE",
        "Six-Core AMD Opteron(tm) Processor 8425 HE | AMD Opteron 8425HE",
        "Ampere® Altra® 64-Bit Multi-Core Processor Q64-30 | Ampere Altra Q64-30",
        "Ampere(R) Altra(R) Max Processor M128-30 | Ampere Altra Max M128-30",
        "Grace CPU Superchip | NVIDIA Grace Superchip",
        "Intel Xeon Platinum 8180 2.50 GHz (Intel Turbo Boost Technology up to 3.8GHz) | Intel Xeon Platinum 8180",
        "Intel Xeon E5-2470 (Intel Turbo Boost Technology up to 3.10 GHz ) | Intel Xeon E5-2470",
        "'AMD EPYC 7601 2.20 GHz, Dell SKU [338-BNCG]' | AMD EPYC 7601",
        "AMD EPYC 9R14 96-Core Processor | AMD EPYC 9R14"
      })
  void aModelIsFoundHoweverItIsWritten(String text, String model) {
    assertThat(CPUS.find(CpuName.of(text))).map(CpuModel::name).contains(model);
  }

  @Test
  void twoModelsOfOneNumberAreToldApartByTheirTier() {
    assertThat(CPUS.find(CpuName.of("Intel Xeon 5120")))
        .map(CpuModel::family)
        .contains("intel-core2");
    assertThat(CPUS.find(CpuName.of("Intel(R) Xeon(R) Gold 5120 CPU @ 2.20GHz")))
        .map(CpuModel::family)
        .contains("intel-skylake-server");
  }

  @ParameterizedTest
  @CsvSource({
    "Intel(R) Xeon(R) Processor",
    "AMD EPYC",
    "AMD EPYC Processor (with IBPB)",
    "AMD EPYC-Rome Processor",
    "QEMU Virtual CPU version 2.5+",
    "''",
    "???"
  })
  void aNameThatSaysNothingIsNoModel(String text) {
    assertThat(CPUS.find(CpuName.of(text))).isEmpty();
  }

  @Test
  void coresAndFrequencyAreTakenFromTheName() {
    CpuName name = CpuName.of("Some 48-Core Processor @ 2.45GHz");

    assertThat(name.cores()).hasValue(48);
    assertThat(name.mhz()).hasValue(2450);
  }

  @Test
  void eachModelIsFoundByItsOwnName() {
    for (CpuModel cpu : CPUS.models()) {
      assertThat(CPUS.find(CpuName.of(cpu.name()))).contains(cpu);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMD EPYC 9999 200-Core Processor | amd-zen4",
        "AMD EPYC 9575 | amd-zen5",
        "AMD EPYC 7999X3 | amd-zen4",
        "Intel Xeon Gold 6599Z | intel-emerald-rapids",
        "Intel Xeon 6799P | intel-granite-rapids",
        "Intel Xeon 6799E | intel-sierra-forest",
        "Intel Xeon Platinum 8499 | intel-sapphire-rapids",
        "Intel Xeon E5-2699X v3 | intel-haswell",
        "13th Gen Intel(R) Core(TM) i5-13999 | intel-raptor-lake",
        "AMD Ryzen 7 9999X | amd-zen5-client",
        "Raspberry Pi 4 Model B Rev 1.4 | arm-cortex-a72",
        "Intel Xeon 5675 | intel-nehalem",
        "Dual Core AMD Opteron(tm) Processor 285 | amd-k10",
        "AMD Opteron(TM) Opteron Processor 4334 | amd-bulldozer",
        "Something else | default"
      })
  void aModelThatIsNotKnownHasAProbableFamily(String text, String family) {
    assertThat(Catalogue.load().families().guess(CpuName.of(text)).name()).isEqualTo(family);
  }

  @Test
  void namesAreListedOnce() {
    List<String> names = CPUS.models().stream().map(CpuModel::name).toList();

    assertThat(names).doesNotHaveDuplicates();
  }
}
