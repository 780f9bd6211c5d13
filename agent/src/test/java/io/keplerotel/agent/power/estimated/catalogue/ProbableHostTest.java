// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbableHostTest {
  private static final ProbableHost HOSTS = new ProbableHost(Catalogue.load());

  @ParameterizedTest
  @CsvSource({
    "m5.large, Intel Xeon Platinum 8259CL, 96, 2",
    "c5n.9xlarge, Intel Xeon Platinum 8275CL, 96, 36",
    "m5ad.xlarge, AMD EPYC 7571, 96, 4",
    "r6i.2xlarge, Intel Xeon Platinum 8375C, 128, 8",
    "c6a.4xlarge, AMD EPYC 7R13, 192, 16",
    "m7i-flex.large, Intel Xeon Platinum 8488C, 192, 2",
    "M7A.2xlarge, AMD EPYC 9R14, 192, 8",
    "t4g.nano, AWS Graviton2, 64, 2",
    "m6g.medium, AWS Graviton2, 64, 1",
    "c7gn.large, AWS Graviton3, 64, 2",
    "r8g.48xlarge, AWS Graviton4, 192, 192",
    "Standard_D4s_v3, Intel Xeon E5-2673 v4, 80, 4",
    "Standard_F8s_v2, Intel Xeon Platinum 8272CL, 104, 8",
    "Standard_D2ds_v4, Intel Xeon Platinum 8272CL, 104, 2",
    "Standard_E8ds_v5, Intel Xeon Platinum 8370C, 128, 8",
    "Standard_D8as_v5, AMD EPYC 7763, 256, 8",
    "Standard_D8ads_v6, AMD EPYC 9V74, 320, 8",
    "Standard_D16ps_v5, Ampere Altra Max M128-30, 128, 16",
    "Standard_D16pds_v6, Azure Cobalt 100, 128, 16",
    "Standard_D96s_v6, Intel Xeon Platinum 8573C, 224, 96",
    "Standard_B2ms, Intel Xeon Platinum 8272CL, 104, 2",
    "Standard_B2als_v2, AMD EPYC 7763, 256, 2",
    "e2-standard-4, Intel Xeon Platinum 8173M, 112, 4",
    "e2-medium, Intel Xeon Platinum 8173M, 112, 2",
    "n2-highmem-16, Intel Xeon Platinum 8273CL, 112, 16",
    "n2d-standard-8, AMD EPYC 7B13, 256, 8",
    "c3-standard-22, Intel Xeon Platinum 8481C, 224, 22",
    "c4a-standard-4, Google Axion, 96, 4",
    "t2a-standard-1, Ampere Altra Q80-30, 160, 1"
  })
  void anInstanceTellsItsHostAndItsSize(String type, String cpu, int threads, int vcpus) {
    assertThat(HOSTS.ofInstance(type))
        .hasValueSatisfying(
            host -> {
              assertThat(host.cpu()).isEqualTo(cpu);
              assertThat(host.threads()).isEqualTo(OptionalInt.of(threads));
            });
    assertThat(InstanceSize.vcpus(type)).hasValue(vcpus);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zz9.large", "Standard_", "unknown", "n99-standard-4"})
  void aTypeThatIsNotKnownHasNoHost(String type) {
    assertThat(HOSTS.ofInstance(type)).isEmpty();
  }
}
