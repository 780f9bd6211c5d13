// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each zone is divided by what it says it is divided by, and by nothing else. */
class ZoneUsageTest extends LedgerFixture {
  private static final Zone GPU = gpu(0);
  private static final Zone SECOND_GPU = gpu(1);
  private static final long WATT_UW = 1_000_000;

  @Test
  void threeToOneOnTheGpuAndOneToThreeOnTheCpu() {
    ledger = new Ledger(settings(IdlePolicy.NONE, 2), START);
    for (int tick = 0; tick < 10; tick++) {
      book(
          List.of(power(PACKAGE, 40), power(GPU, 300)),
          List.of(A, B),
          usage(A, 1, 100),
          usage(B, 2, 300),
          onGpu(GPU, A, 1, 600),
          onGpu(GPU, B, 2, 200));
    }
    assertThat(of("a").dynamicUj(0)).isEqualTo(100_000_000);
    assertThat(of("b").dynamicUj(0)).isEqualTo(300_000_000);
    assertThat(of("a").dynamicUj(1)).isEqualTo(2_250_000_000L);
    assertThat(of("b").dynamicUj(1)).isEqualTo(750_000_000);
    // Shown from the second tick on.
    assertThat(process(1).energies().dynamicUj(0)).isEqualTo(90_000_000);
    assertThat(process(1).energies().dynamicUj(1)).isEqualTo(2_025_000_000L);
    assertThat(process(2).energies().dynamicUj(0)).isEqualTo(270_000_000);
    assertThat(process(2).energies().dynamicUj(1)).isEqualTo(675_000_000);
    assertThat(process(1).cpuUs()).isEqualTo(0);
  }

  @Test
  void aGpuThatDoesNotTellForWhomItWorksIsUnattributedWhoeverUsedTheCpu() {
    book(List.of(power(PACKAGE, 40), power(GPU, 300)), List.of(A), usage(A, 1, 100));
    assertThat(of("a").dynamicUj(0)).isEqualTo(40_000_000);
    assertThat(of("a").dynamicUj(1)).isZero();
    assertThat(ledger.snapshot().unattributed().dynamicUj(1)).isEqualTo(300_000_000);
  }

  @Test
  void nobodyPaysForAnotherGpu() {
    book(
        List.of(power(GPU, 300), power(SECOND_GPU, 100)),
        List.of(A, B),
        onGpu(GPU, A, 1, 5),
        onGpu(SECOND_GPU, B, 2, 5));
    assertThat(of("a").dynamicUj(0)).isEqualTo(300_000_000);
    assertThat(of("a").dynamicUj(1)).isZero();
    assertThat(of("b").dynamicUj(0)).isZero();
    assertThat(of("b").dynamicUj(1)).isEqualTo(100_000_000);
  }

  @Test
  void useOfNobodyThatIsKnownTakesItsShare() {
    book(
        new Tick(
            at(),
            load(),
            List.of(power(GPU, 300)),
            Turnover.NONE,
            List.of(onGpu(GPU, A, 1, 100)),
            Map.of(GPU.usage(), 200L),
            List.of(A),
            Map.of(),
            List.of(),
            Tick.Users.KNOWN));
    assertThat(of("a").dynamicUj(0)).isEqualTo(100_000_000);
    assertThat(ledger.snapshot().unattributed().dynamicUj(0)).isEqualTo(200_000_000);
  }

  @Test
  void whereNobodyCouldBeAskedForCpuTimeTheGpuIsDividedAllTheSame() {
    book(
        new Tick(
            at(),
            load(),
            List.of(power(PACKAGE, 40), power(GPU, 300)),
            Turnover.NONE,
            List.of(onGpu(GPU, A, 1, 100)),
            Map.of(),
            List.of(A),
            Map.of(),
            List.of(),
            Tick.Users.UNKNOWN));
    assertThat(of("a").dynamicUj(0)).isZero();
    assertThat(of("a").dynamicUj(1)).isEqualTo(300_000_000);
  }

  @Test
  void byUsageIdleEnergyIsDividedByTheSameKind() {
    ledger = new Ledger(settings(IdlePolicy.USAGE, 2), START);
    book(
        List.of(
            new Reading.Power(GPU, 100 * WATT_UW, OptionalLong.of(40 * WATT_UW)),
            new Reading.Power(SECOND_GPU, 10 * WATT_UW, OptionalLong.of(10 * WATT_UW))),
        List.of(A, B),
        usage(A, 1, 1_000),
        onGpu(GPU, A, 1, 300),
        onGpu(GPU, B, 2, 100));
    assertThat(of("a").idleUj(0)).isEqualTo(30_000_000);
    assertThat(of("b").idleUj(0)).isEqualTo(10_000_000);
    assertThat(ledger.snapshot().unattributed().idleUj(1)).isEqualTo(10_000_000);
  }

  @Test
  void aProcessOnTheGpuOnlyIsShown() {
    ledger = new Ledger(settings(IdlePolicy.NONE, 1), START);
    for (int tick = 0; tick < 3; tick++) {
      book(List.of(power(GPU, 300)), List.of(A), onGpu(GPU, A, 1, 500_000_000));
    }
    assertThat(process(1).energies().dynamicUj(0)).isEqualTo(600_000_000);
  }

  @Test
  void aGpuThatWorksBesideIdleCpusIsNotIdle() {
    ledger = new Ledger(settings(IdlePolicy.NONE, 1), START);
    for (int tick = 0; tick < 60; tick++) {
      book(
          new Tick(
              at(),
              new TickLoad(SECOND_NS, 0, 2),
              List.of(new Reading.Power(GPU, 560 * WATT_UW, OptionalLong.empty())),
              List.of(onGpu(GPU, A, 1, SECOND_NS * 9 / 10)),
              0,
              List.of(A),
              Map.of(),
              List.of()));
    }
    assertThat(of("a").dynamicUj(0)).isGreaterThan(30 * 560 * WATT_UW);
  }

  @Test
  void aCounterThatComesAfterPowerBeginsWhereItStandsThen() {
    ledger = new Ledger(settings(IdlePolicy.NONE, 1), START);
    book(List.of(counter(GPU, 1_000_000)), List.of(A), onGpu(GPU, A, 1, 5));
    book(List.of(counter(GPU, 101_000_000)), List.of(A), onGpu(GPU, A, 1, 5));
    book(List.of(power(GPU, 100)), List.of(A), onGpu(GPU, A, 1, 5));
    book(List.of(counter(GPU, 301_000_000)), List.of(A), onGpu(GPU, A, 1, 5));
    book(List.of(counter(GPU, 401_000_000)), List.of(A), onGpu(GPU, A, 1, 5));
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(300_000_000);
  }

  @Test
  void otherIsThePlatformLessItsGpusToo() {
    book(
        List.of(power(PSYS, 500), power(PACKAGE, 40), power(GPU, 300)),
        List.of(A),
        usage(A, 1, 100));
    Snapshot snapshot = ledger.snapshot();
    assertThat(total(snapshot.node(), index(snapshot, Component.OTHER))).isEqualTo(160_000_000);
  }

  @Test
  void everyZoneIsExactAtEveryTickWhateverIsUsed() {
    ledger = new Ledger(settings(IdlePolicy.USAGE, 6), START);
    Random random = new Random(7);
    List<Workload> live = List.of(A, B, container("c"));
    for (int tick = 0; tick < 500; tick++) {
      List<Usage> usages = new ArrayList<>();
      for (int pid = 1; pid <= 6; pid++) {
        Workload workload = live.get(random.nextInt(3));
        usages.add(usage(workload, pid, random.nextInt(1_000_000_000)));
        if (random.nextInt(3) > 0) {
          usages.add(
              onGpu(random.nextBoolean() ? GPU : SECOND_GPU, workload, pid, random.nextInt(1000)));
        }
      }
      book(
          new Tick(
              at(),
              load(),
              List.of(
                  power(PACKAGE, random.nextInt(90)),
                  power(GPU, random.nextInt(400)),
                  power(SECOND_GPU, random.nextInt(400))),
              Turnover.NONE,
              usages,
              Map.of(GPU.usage(), (long) random.nextInt(3)),
              live,
              Map.of(),
              List.of(),
              Tick.Users.KNOWN));
      isExact(ledger.snapshot());
    }
  }

  private static void isExact(Snapshot snapshot) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      long sumUj = total(snapshot.unattributed(), zone);
      long workloadsUj = 0;
      for (Energies energies : energies(snapshot).values()) {
        sumUj += total(energies, zone);
        workloadsUj += energies.dynamicUj(zone);
      }
      assertThat(sumUj).isEqualTo(total(snapshot.node(), zone));
      long processesUj = snapshot.otherProcesses().orElseThrow().energies().dynamicUj(zone);
      for (Snapshot.ProcessEnergy process : snapshot.processes()) {
        processesUj += zone < process.energies().zones() ? process.energies().dynamicUj(zone) : 0;
      }
      assertThat(processesUj).isEqualTo(workloadsUj);
    }
  }

  private static Zone gpu(int number) {
    return new Zone(
        "gpu-" + number,
        Component.GPU,
        Integer.toString(number),
        Optional.empty(),
        "fake",
        Provenance.MEASURED,
        UsageKind.gpuTime(Integer.toString(number)));
  }

  private static Usage onGpu(Zone gpu, Workload workload, int pid, long amount) {
    return new Usage(workload, new ProcessKey(pid, 1), "p" + pid, gpu.usage(), amount);
  }

  private static Reading power(Zone zone, long watts) {
    return new Reading.Power(zone, watts * WATT_UW, OptionalLong.of(0));
  }
}
