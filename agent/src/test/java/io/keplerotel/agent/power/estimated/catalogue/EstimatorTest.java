// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatorTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Estimator ESTIMATOR = new Estimator(CATALOGUE);

  /** Least and most that was published for the very same machine, a fifth to each side. */
  @ParameterizedTest
  @CsvSource({
    "AMD EPYC 9654, 2, 192, 384, 384, 90, 150, 700, 950",
    "AMD EPYC 9754, 1, 128, 256, 192, 55, 90, 320, 480",
    "Intel Xeon Platinum 8280, 2, 56, 112, 192, 40, 65, 370, 500",
    "Intel Xeon E-2388G, 1, 8, 16, 16, 15, 26, 65, 95",
    "Intel Xeon 6787P, 2, 172, 344, 512, 140, 240, 800, 1200"
  })
  void knownCpusLieWithinTheirPublishedRange(
      String cpu,
      int chips,
      int cores,
      int threads,
      double memory,
      double idleFrom,
      double idleTo,
      double fullFrom,
      double fullTo) {
    Estimate estimate =
        ESTIMATOR.estimate(
            Described.ofCpu(cpu).with(chips, cores, threads, memory), Optional.empty());

    assertThat(estimate.evidence()).isEqualTo(Evidence.CPU_MODEL);
    List<Double> watts = platform(estimate).watts();
    assertThat(watts.getFirst()).isBetween(idleFrom, idleTo);
    assertThat(watts.getLast()).isBetween(fullFrom, fullTo);
  }

  @Test
  void intervalsOfPublishedServersContainThemAndAreNotWide() {
    int contained = 0;
    List<Double> widths = new ArrayList<>();
    for (Published server : CATALOGUE.servers()) {
      Curve curve = CATALOGUE.platform(server.machine(), Evidence.CPU_MODEL);
      contained += curve.low().getLast() <= server.fullWatts() ? 1 : 0;
      contained += server.fullWatts() <= curve.high().getLast() ? 1 : 0;
      contained += curve.low().getFirst() <= server.idleWatts() ? 1 : 0;
      contained += server.idleWatts() <= curve.high().getFirst() ? 1 : 0;
      widths.add(curve.high().getLast() / curve.low().getLast());
    }
    Collections.sort(widths);

    assertThat((double) contained / CATALOGUE.servers().size()).isGreaterThan(4 * 0.95);
    assertThat(widths.get(widths.size() / 2)).isBetween(1.2, 1.6);
    assertThat(widths.getLast()).isLessThanOrEqualTo(4);
  }

  @Test
  void zonesNeverTakeMoreThanWhatTheyArePartsOf() {
    Random random = new Random(7);
    List<CpuModel> cpus = CATALOGUE.cpus().models();
    for (int i = 0; i < 3_000; i++) {
      CpuModel cpu = cpus.get(random.nextInt(cpus.size()));
      int chips = 1 << random.nextInt(4);
      Described machine =
          Described.ofCpu(cpu.name())
              .with(
                  chips,
                  Math.max(chips, random.nextInt(chips * cpu.cores() + 1)),
                  0,
                  Math.exp(random.nextDouble() * 9));
      Optional<VirtualShare> share =
          random.nextBoolean()
              ? Optional.empty()
              : Optional.of(
                  new VirtualShare(
                      1 + random.nextInt(16),
                      OptionalDouble.of(Math.exp(random.nextDouble() * 6)),
                      random.nextBoolean() ? HostIdle.SHARE : HostIdle.NONE));
      assertThat(ESTIMATOR.estimate(machine, share).zones()).satisfies(EstimatorTest::consistent);
    }
  }

  private static void consistent(Map<Component, Curve> zones) {
    for (int i = 0; i < Curve.POINTS; i++) {
      double platform = at(zones, Component.PLATFORM, i);
      double cpu = at(zones, Component.PACKAGE, i);
      assertThat(cpu + at(zones, Component.DRAM, i)).isLessThanOrEqualTo(platform * (1 + 1e-9));
      double parts = at(zones, Component.CORE, i);
      if (zones.containsKey(Component.UNCORE)) {
        parts += at(zones, Component.UNCORE, i);
      }
      assertThat(parts).isLessThanOrEqualTo(cpu * (1 + 1e-9));
    }
    for (Curve curve : zones.values()) {
      for (int i = 1; i < Curve.POINTS; i++) {
        assertThat(curve.watts().get(i)).isGreaterThanOrEqualTo(curve.watts().get(i - 1) - 1e-9);
      }
    }
  }

  private static double at(Map<Component, Curve> zones, Component component, int point) {
    return Objects.requireNonNull(zones.get(component)).watts().get(point);
  }

  private static Curve platform(Estimate estimate) {
    return Objects.requireNonNull(estimate.zones().get(Component.PLATFORM));
  }
}
