// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatedSourceTest {
  private static final long SECOND_NS = 1_000_000_000;

  @TempDir Path folder;
  private EstimatedSource source = new EstimatedSource(new Fixture(Path.of("/")).host());

  @BeforeEach
  void build() {
    Fixture fixture =
        new Fixture(folder)
            .file("proc/cpuinfo", "vendor_id: AuthenticAMD\ncpu family: 25\nmodel: 17\n");
    source = new EstimatedSource(fixture.host());
    source.discover();
  }

  @Test
  void zonesAreNeverMistakenForMeasuredOnes() {
    assertThat(source.discover().zones())
        .extracting(Zone::id)
        .containsExactly("package-0", "package-0/dram", "platform");
    assertThat(source.discover().zones())
        .allSatisfy(zone -> assertThat(zone.provenance()).isEqualTo(Provenance.ESTIMATED))
        .allSatisfy(zone -> assertThat(zone.source()).isEqualTo("trained_power_model"));
  }

  @Test
  void anIdleMachineHasIdlePowerForEachOfItsCpus() {
    Reading.Power platform = power(new TickLoad(SECOND_NS, 0, 2), "platform");

    assertThat(platform.powerUw()).isEqualTo(2 * 626_000);
    assertThat(platform.idleUw()).isEqualTo(OptionalLong.of(2 * 626_000));
  }

  @Test
  void busyCpusAddTheSlope() {
    TickLoad load = new TickLoad(SECOND_NS, 3 * SECOND_NS / 2, 2);

    assertThat(power(load, "platform").powerUw()).isEqualTo(2 * 626_000 + 1_377_000 * 3 / 2);
    assertThat(power(load, "package-0").powerUw())
        .isEqualTo(626_000 + 1_377_000L * 3 / 2 * 85 / 100);
  }

  @Test
  void moreThanAllCpusCannotBeBusy() {
    assertThat(power(new TickLoad(SECOND_NS, 9 * SECOND_NS, 2), "platform").powerUw())
        .isEqualTo(2 * (626_000 + 1_377_000));
  }

  @Test
  void theFirstTickIsIdle() {
    assertThat(power(new TickLoad(0, 0, 2), "platform").powerUw()).isEqualTo(2 * 626_000);
  }

  @Test
  void platformIsNeverLessThanPackageAndDram() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      int cpus = 1 + random.nextInt(512);
      TickLoad load = new TickLoad(SECOND_NS, random.nextLong(cpus * SECOND_NS + 1), cpus);
      assertThat(power(load, "platform").powerUw())
          .isGreaterThanOrEqualTo(
              power(load, "package-0").powerUw() + power(load, "package-0/dram").powerUw());
    }
  }

  @Test
  void withoutCpuinfoTheDefaultIsUsedAndSaidSo() {
    EstimatedSource blind = new EstimatedSource(new Fixture(folder.resolve("none")).host());

    assertThat(blind.discover().zones()).hasSize(3);
    assertThat(EstimatedSource.cpuFamily(new Fixture(folder.resolve("none")).host()))
        .isEqualTo("default");
    assertThat(blind.read(new TickLoad(SECOND_NS, 0, 2)).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("cpuinfo: No such file"));
  }

  private Reading.Power power(TickLoad load, String zone) {
    return source.read(load).readings().stream()
        .filter(reading -> reading.zone().id().equals(zone))
        .map(Reading.Power.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
