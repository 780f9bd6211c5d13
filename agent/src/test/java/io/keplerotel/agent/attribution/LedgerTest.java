// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.Pseudo;
import io.keplerotel.agent.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Zone PACKAGE = zone("package-0", Component.PACKAGE);
  private static final Zone DRAM = zone("package-0/dram", Component.DRAM);
  private static final Zone PSYS = zone("psys", Component.PLATFORM);
  private static final Workload A = container("a");
  private static final Workload B = container("b");

  private Ledger ledger = new Ledger(settings(IdlePolicy.EVEN, 2), START);
  private long now;

  @Test
  void dynamicEnergyFollowsCpuTimeAndIdleIsSharedEvenly() {
    book(power(30, 10), List.of(A, B, Pseudo.SYSTEM), usage(A, 1, 200), usage(B, 2, 100));
    Snapshot snapshot = ledger.snapshot();
    assertThat(of("a").dynamicUj(0)).isEqualTo(13_333_333);
    assertThat(of("b").dynamicUj(0)).isEqualTo(6_666_667);
    assertThat(of("a").idleUj(0)).isEqualTo(3_333_334);
    assertThat(of("system_processes").idleUj(0)).isEqualTo(3_333_333);
    assertThat(snapshot.unattributed().dynamicUj(0)).isZero();
  }

  @Test
  void idleByUsageFollowsCpuTime() {
    ledger = new Ledger(settings(IdlePolicy.USAGE, 2), START);
    book(power(30, 12), List.of(A, B), usage(A, 1, 200), usage(B, 2, 100));
    assertThat(of("a").idleUj(0)).isEqualTo(8_000_000);
  }

  @Test
  void idleOfPolicyNoneStaysUnattributed() {
    ledger = new Ledger(settings(IdlePolicy.NONE, 2), START);
    book(power(30, 12), List.of(A), usage(A, 1, 200));
    assertThat(ledger.snapshot().unattributed().idleUj(0)).isEqualTo(12_000_000);
  }

  @Test
  void idleOfPolicyRequestsGoesByCpuRequestsAndTheHostHasItsOwn() {
    ledger = new Ledger(settings(IdlePolicy.REQUESTS, 2), START);
    List<Workload> live = List.of(A, B, Workload.Pseudo.SYSTEM, Workload.Pseudo.KERNEL);
    book(new Tick(at(), load(), power(30, 12), List.of(), 0, live, Map.of("a", 798L), List.of()));
    assertThat(of("a").idleUj(0)).isEqualTo(9_576_000);
    assertThat(of("b").idleUj(0)).isEqualTo(24_000);
    assertThat(of("system_processes").idleUj(0)).isEqualTo(1_200_000);
    assertThat(of("kernel_processes").idleUj(0)).isEqualTo(1_200_000);
  }

  @Test
  void aPodIsTheSumOfItsContainersAndNeverFallsWhenOneIsLetGo() {
    Workload first = new Workload.Container("first", "containerd", Optional.of("pod"));
    Workload second = new Workload.Container("second", "containerd", Optional.of("pod"));
    book(power(30, 10), List.of(first, second), usage(first, 1, 200), usage(second, 2, 100));
    long sumUj = total(of("first"), 0) + total(of("second"), 0);
    assertThat(total(pod(), 0)).isEqualTo(sumUj);
    for (int i = 0; i < 62; i++) {
      book(power(30, 10), List.of(second), usage(second, 2, 100));
      assertThat(total(pod(), 0)).isEqualTo(sumUj += 30_000_000);
    }
    assertThat(energies(ledger.snapshot())).doesNotContainKey("first");
    for (int i = 0; i < 62; i++) {
      book(power(30, 10), List.of());
    }
    assertThat(ledger.snapshot().pods()).isEmpty();
    book(power(30, 10), List.of(first), usage(first, 1, 100));
    assertThat(total(pod(), 0)).isEqualTo(sumUj + 30_000_000);
    assertThat(ledger.snapshot().pods().getFirst().since()).isEqualTo(START);
  }

  private Energies pod() {
    return ledger.snapshot().pods().getFirst().energies();
  }

  @Test
  void lostCpuTimeKeepsItsShareUnattributed() {
    book(
        new Tick(
            at(),
            load(),
            power(30, 10),
            List.of(usage(A, 1, 300)),
            100,
            List.of(A),
            Map.of(),
            List.of()));
    Snapshot snapshot = ledger.snapshot();
    assertThat(of("a").dynamicUj(0)).isEqualTo(15_000_000);
    assertThat(snapshot.unattributed().dynamicUj(0)).isEqualTo(5_000_000);
  }

  @Test
  void energyWithoutAnyUserIsUnattributed() {
    book(power(30, 10), List.of(A));
    assertThat(ledger.snapshot().unattributed().dynamicUj(0)).isEqualTo(20_000_000);
  }

  @Test
  void otherIsPlatformLessPackagesAndDramAndNeverFalls() {
    long[] platformUj = {0, 50_000_000, 60_000_000, 130_000_000};
    long[] packageUj = {0, 20_000_000, 40_000_000, 60_000_000};
    long[] dramUj = {0, 5_000_000, 10_000_000, 15_000_000};
    long[] otherUj = {0, 25_000_000, 25_000_000, 55_000_000};
    for (int i = 0; i < platformUj.length; i++) {
      book(
          List.of(
              counter(PACKAGE, packageUj[i]),
              counter(DRAM, dramUj[i]),
              counter(PSYS, platformUj[i])),
          List.of(A),
          usage(A, 1, 100));
      Snapshot snapshot = ledger.snapshot();
      assertThat(snapshot.zones().get(3).component()).isEqualTo(Component.OTHER);
      assertThat(total(snapshot.node(), 3)).isEqualTo(otherUj[i]);
    }
  }

  @Test
  void terminatedWorkloadsStayForTheRetention() {
    book(power(30, 10), List.of(A, B), usage(A, 1, 200), usage(B, 2, 100));
    for (int i = 0; i < 60; i++) {
      book(power(30, 10), List.of(B), usage(B, 2, 100));
    }
    assertThat(energies(ledger.snapshot())).containsKey("a");
    book(power(30, 10), List.of(B), usage(B, 2, 100));
    assertThat(energies(ledger.snapshot())).doesNotContainKey("a");
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(62 * 30_000_000L);
  }

  @Test
  void aProcessIdUsedAgainIsAnotherProcessAndOnlyOneOfThemIsShown() {
    book(power(30, 10), List.of(A), new Usage(A, new ProcessKey(7, 1), "old", 100));
    book(power(30, 10), List.of(A), new Usage(A, new ProcessKey(7, 1), "old", 100));
    book(
        new Tick(
            at(),
            load(),
            power(30, 10),
            List.of(new Usage(A, new ProcessKey(7, 2), "new", 100)),
            0,
            List.of(A),
            Map.of(),
            List.of(new ProcessKey(7, 1))));
    book(power(30, 10), List.of(A), new Usage(A, new ProcessKey(7, 2), "new", 100));
    List<ProcessEnergy> processes = ledger.snapshot().processes();
    assertThat(processes).extracting(ProcessEnergy::command).containsExactly("new");
    assertThat(processes.getFirst().energies().dynamicUj(0)).isEqualTo(20_000_000);
    assertThat(processes.getFirst().since()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void aHeavierProcessGetsThePlaceOfALighterOneAndNoSeriesFalls() {
    for (int i = 0; i < 5; i++) {
      book(power(30, 10), List.of(A), usage(A, 1, 10_000), usage(A, 2, 20_000));
    }
    for (int i = 0; i < 200; i++) {
      book(
          power(30, 10),
          List.of(A),
          usage(A, 1, 100_000),
          usage(A, 2, 200_000),
          usage(A, 3, 900_000));
    }
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(2, 3);
  }

  /** Issue, D5: fewer processes are shown while memory is short. */
  @Test
  void theWeakestLeaveWhenThereAreFewerPlacesAndComeBackWithThem() {
    book(power(30, 10), List.of(A), usage(A, 1, 200), usage(A, 2, 100));
    assertThat(ledger.snapshot().processes()).hasSize(2);
    long othersUj = total(ledger.snapshot().otherProcesses().orElseThrow().energies(), 0);
    ledger.processes(1);
    for (int second = 0; second < 70; second++) {
      book(power(30, 10), List.of(A), usage(A, 1, 200), usage(A, 2, 100));
    }
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactly(1);
    assertThat(total(ledger.snapshot().otherProcesses().orElseThrow().energies(), 0))
        .isGreaterThan(othersUj);
    ledger.processes(100);
    book(power(30, 10), List.of(A), usage(A, 1, 200), usage(A, 2, 100));
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aProcessThatSleepsForLongGivesItsPlaceBack() {
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000));
    for (int second = 0; second < 300; second++) {
      book(power(30, 10), List.of(A));
    }
    assertThat(ledger.snapshot().processes()).hasSize(1);
    for (int second = 0; second < 120; second++) {
      book(power(30, 10), List.of(A));
    }
    assertThat(ledger.snapshot().processes()).isEmpty();
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000));
    assertThat(ledger.snapshot().processes()).hasSize(1);
  }

  /** Issue, B1: 110 that burn for 4 s and end, then one burner, with 100 places. */
  @Test
  void aHeavyNewcomerIsShownWithinTwoTicksWhateverEndedBefore() {
    ledger = new Ledger(settings(IdlePolicy.EVEN, 100), START);
    for (int storm = 0; storm < 5; storm++) {
      List<Usage> usages = new ArrayList<>();
      List<ProcessKey> ended = new ArrayList<>();
      for (int i = 0; i < 110; i++) {
        usages.add(usage(A, 1_000 + storm * 110 + i, 10_000_000));
        ended.add(usages.getLast().process());
      }
      for (int second = 0; second < 4; second++) {
        book(power(30, 10), List.of(A), usages.toArray(Usage[]::new));
      }
      book(
          new Tick(
              at(), load(), power(30, 10), List.of(), 0, List.of(A), Map.of(), List.copyOf(ended)));
    }
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000_000));
    List<ProcessEnergy> shown = ledger.snapshot().processes();
    assertThat(shown)
        .filteredOn(process -> process.state() == State.RUNNING)
        .singleElement()
        .satisfies(process -> assertThat(process.process().pid()).isEqualTo(1))
        .satisfies(process -> assertThat(process.energies().dynamicUj(0)).isEqualTo(20_000_000L));
    assertThat(shown)
        .as("the last that ended keep their values, and there is a bound on them")
        .hasSize(101)
        .allSatisfy(process -> assertThat(process.energies().dynamicUj(0)).isPositive());
  }

  @Test
  void aHeavyNewcomerIsShownWithinTwoTicksThoughAllPlacesAreInUse() {
    ledger = new Ledger(settings(IdlePolicy.EVEN, 100), START);
    List<Usage> steady = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      steady.add(usage(A, 100 + i, 50_000_000));
    }
    for (int second = 0; second < 120; second++) {
      book(power(30, 10), List.of(A), steady.toArray(Usage[]::new));
    }
    for (int newcomer = 1; newcomer <= 20; newcomer++) {
      steady.add(usage(A, newcomer, 1_000_000_000));
    }
    book(power(30, 10), List.of(A), steady.toArray(Usage[]::new));
    book(power(30, 10), List.of(A), steady.toArray(Usage[]::new));
    assertThat(ledger.snapshot().processes())
        .filteredOn(process -> process.state() == State.RUNNING)
        .extracting(process -> process.process().pid())
        .hasSize(100)
        .contains(1, 2, 19, 20);
  }

  @Test
  void anEndedProcessKeepsItsLastValueForTheRetention() {
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    end(1);
    for (int second = 0; second < 58; second++) {
      book(power(30, 10), List.of(A), usage(A, 2, 1_000), usage(A, 3, 1_000));
      assertThat(process(1).state()).isEqualTo(State.TERMINATED);
      assertThat(process(1).energies().dynamicUj(0)).isEqualTo(20_000_000);
    }
    book(power(30, 10), List.of(A));
    book(power(30, 10), List.of(A));
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(2, 3);
  }

  /** Issue, A4. */
  @Test
  void aThreadsLastRecordAfterItsLeadersDoesNotResetTheProcess() {
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    end(1);
    book(power(30, 10), List.of(A), usage(A, 1, 500), usage(A, 2, 500));
    book(power(30, 10), List.of(A), usage(A, 2, 500));
    assertThat(process(1).state()).isEqualTo(State.TERMINATED);
    assertThat(process(1).energies().dynamicUj(0)).isEqualTo(20_000_000 + 10_000_000);
    assertThat(process(1).cpuNs()).isEqualTo(1_500);
    assertThat(process(1).since()).isEqualTo(START);
  }

  @Test
  void aThreadsLastRecordOfAProcessThatWasNotShownIsOfTheOthers() {
    book(power(30, 10), List.of(A));
    end(1);
    book(power(30, 10), List.of(A), usage(A, 1, 500));
    assertThat(ledger.snapshot().processes()).isEmpty();
    assertThat(ledger.snapshot().otherProcesses().orElseThrow().energies().dynamicUj(0))
        .isEqualTo(20_000_000);
  }

  @Test
  void oneThatWasDisplacedGoesOnWhereItsCountersStood() {
    ledger = new Ledger(settings(IdlePolicy.EVEN, 1), START);
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 2, 9_000));
    assertThat(process(1).state()).isEqualTo(State.TERMINATED);
    book(power(30, 10), List.of(A), usage(A, 1, 90_000));
    assertThat(process(1).state()).isEqualTo(State.RUNNING);
    book(power(30, 10), List.of(A), usage(A, 1, 90_000));
    assertThat(process(1).energies().dynamicUj(0)).isEqualTo(40_000_000);
    assertThat(process(1).since()).isEqualTo(START);
  }

  private void end(int pid) {
    book(
        new Tick(
            at(),
            load(),
            power(30, 10),
            List.of(),
            0,
            List.of(A),
            Map.of(),
            List.of(new ProcessKey(pid, 1))));
  }

  private ProcessEnergy process(int pid) {
    return ledger.snapshot().processes().stream()
        .filter(process -> process.process().pid() == pid)
        .findFirst()
        .orElseThrow();
  }

  /** Issue, A2: one missed reading of a package turned 100 J of idle energy into dynamic. */
  @Test
  void otherAfterAMissedReadingOfAPackageIsAsIdleAsBefore() {
    ledger = new Ledger(fixedIdle(), START);
    for (int second = 0; second <= 4; second++) {
      List<Reading> readings = new ArrayList<>();
      readings.add(counter(PSYS, second * 150_000_000L));
      if (second != 2) {
        readings.add(counter(PACKAGE, second * 50_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    int other = index(snapshot, Component.OTHER);
    assertThat(snapshot.node().idleUj(other)).isEqualTo(400_000_000);
    assertThat(snapshot.node().dynamicUj(other)).isZero();
  }

  /** Issue, A2: after nine missed ticks 500 J went to who ran then. */
  @Test
  void otherAfterALongGapIsUnattributed() {
    for (int second = 0; second <= 11; second++) {
      List<Reading> readings = new ArrayList<>();
      readings.add(counter(PSYS, second * 100_000_000L));
      if (second < 2 || second > 10) {
        readings.add(counter(PACKAGE, second * 50_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    int other = index(snapshot, Component.OTHER);
    assertThat(total(snapshot.node(), other)).isEqualTo(550_000_000);
    assertThat(total(snapshot.unattributed(), other)).isEqualTo(500_000_000);
  }

  @Test
  void otherIsAllPlatformRailsLessAllPackagesAndDies() {
    List<Zone> rails =
        List.of(zone("psys-0", Component.PLATFORM), zone("psys-1", Component.PLATFORM));
    List<Zone> dies =
        List.of(
            zone("package-0-die-0", Component.PACKAGE),
            zone("package-0-die-1", Component.PACKAGE),
            zone("package-1", Component.PACKAGE));
    for (int second = 0; second <= 2; second++) {
      List<Reading> readings = new ArrayList<>();
      for (Zone rail : rails) {
        readings.add(counter(rail, second * 100_000_000L));
      }
      for (Zone die : dies) {
        readings.add(counter(die, second * 40_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    assertThat(total(snapshot.node(), index(snapshot, Component.OTHER))).isEqualTo(160_000_000);
  }

  /** A small wrong edit that stayed unseen: other that waits for any part instead of all. */
  @Test
  void otherWaitsForEachOfThePackages() {
    Zone second = zone("package-1", Component.PACKAGE);
    book(List.of(counter(PSYS, 0), counter(PACKAGE, 0), counter(second, 0)), List.of(A));
    book(
        List.of(counter(PSYS, 90_000_000), counter(PACKAGE, 20_000_000)),
        List.of(A),
        usage(A, 1, 1));
    assertThat(total(ledger.snapshot().node(), index(ledger.snapshot(), Component.OTHER))).isZero();
  }

  @Test
  void fixedIdlePowerOfOtherIsObeyed() {
    ledger =
        new Ledger(
            new AttributionSettings(
                IdlePolicy.EVEN, Map.of("other", 7_000_000L), 2, Duration.ofSeconds(60)),
            START);
    book(List.of(counter(PSYS, 0), counter(PACKAGE, 0)), List.of(A));
    book(List.of(counter(PSYS, 90_000_000), counter(PACKAGE, 20_000_000)), List.of(A));
    int other = index(ledger.snapshot(), Component.OTHER);
    assertThat(ledger.snapshot().node().idleUj(other)).isEqualTo(7_000_000);
    assertThat(ledger.snapshot().node().dynamicUj(other)).isEqualTo(63_000_000);
  }

  /** An estimate that goes before a counter is found: the same names, never the same account. */
  @Test
  void zonesOfTwoSourcesAreNeverMixed() {
    Zone estimated =
        new Zone(
            "package-0",
            Component.PACKAGE,
            "0",
            Optional.empty(),
            "trained_power_model",
            Provenance.ESTIMATED);
    book(List.of(new Reading.Power(estimated, 5_000_000, OptionalLong.empty())), List.of(A));
    book(List.of(counter(PACKAGE, 0)), List.of(A));
    book(List.of(counter(PACKAGE, 8_000_000)), List.of(A));
    assertThat(ledger.snapshot().zones()).hasSize(2);
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(5_000_000);
    assertThat(total(ledger.snapshot().node(), 1)).isEqualTo(8_000_000);
  }

  @Test
  void theEnergyOfATickInWhichNobodyCouldBeAskedIsUnattributed() {
    book(power(30, 10), List.of(A), usage(A, 1, 100));
    book(
        new Tick(
            at(),
            load(),
            power(30, 10),
            List.of(),
            0,
            List.of(A),
            Map.of(),
            List.of(),
            Tick.Users.UNKNOWN));
    Snapshot snapshot = ledger.snapshot();
    assertThat(total(of("a"), 0)).isEqualTo(30_000_000);
    assertThat(snapshot.unattributed().idleUj(0)).isEqualTo(10_000_000);
    assertThat(snapshot.unattributed().dynamicUj(0)).isEqualTo(20_000_000);
  }

  /** Issue, A1: a tick is all or nothing, also where it fails in the middle of the ledger. */
  @Test
  void aTickThatFailsInTheLedgerIsBookedByTheNext() {
    book(List.of(counter(PACKAGE, 0), counter(PSYS, 0)), List.of(A));
    List<Usage> broken = new ArrayList<>(List.of(usage(A, 1, 100)));
    broken.add(null);
    Tick fails =
        new Tick(
            at(),
            load(),
            List.of(counter(PACKAGE, 40_000_000), counter(PSYS, 90_000_000)),
            broken,
            0,
            List.of(A),
            Map.of(),
            List.of());
    Snapshot before = ledger.snapshot();
    assertThatThrownBy(() -> ledger.book(fails)).isInstanceOf(NullPointerException.class);
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(total(before.node(), 0));
    assertThat(ledger.snapshot().tick()).isEqualTo(before.tick());
    book(
        List.of(counter(PACKAGE, 50_000_000), counter(PSYS, 100_000_000)),
        List.of(A),
        usage(A, 1, 100));
    Snapshot snapshot = ledger.snapshot();
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      assertThat(total(of("a"), zone) + total(snapshot.unattributed(), zone))
          .isEqualTo(total(snapshot.node(), zone));
    }
    assertThat(total(snapshot.node(), 0)).isEqualTo(50_000_000);
    assertThat(snapshot.otherProcesses().orElseThrow().cpuNs()).isEqualTo(100);
  }

  private static int index(Snapshot snapshot, Component component) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).component() == component) {
        return zone;
      }
    }
    throw new AssertionError("no zone " + component);
  }

  private static AttributionSettings fixedIdle() {
    return new AttributionSettings(
        IdlePolicy.EVEN,
        Map.of("package-0", 50_000_000L, "psys", 150_000_000L),
        2,
        Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @EnumSource(IdlePolicy.class)
  void overThousandsOfRandomTicksTheSumsAreExactAndNothingFalls(IdlePolicy policy) {
    ledger = new Ledger(settings(policy, 5), START);
    Random random = new Random(policy.name().hashCode());
    long rangeUj = 100_000_000;
    Map<Zone, Long> countersUj = new HashMap<>();
    Map<Zone, Long> truthUj = new HashMap<>();
    Map<Object, Long> highestUj = new HashMap<>();
    for (int tick = 0; tick < 3000; tick++) {
      List<Reading> readings = new ArrayList<>();
      for (Zone zone : List.of(PACKAGE, DRAM, PSYS)) {
        long usedUj = random.nextLong(40_000_000);
        long counterUj = (countersUj.getOrDefault(zone, 0L) + usedUj) % rangeUj;
        countersUj.put(zone, counterUj);
        truthUj.merge(zone, tick == 0 ? 0 : usedUj, Long::sum);
        readings.add(new Reading.Counter(zone, counterUj, rangeUj));
      }
      List<Usage> usages = new ArrayList<>();
      List<Workload> live = new ArrayList<>(List.of(Pseudo.SYSTEM, Pseudo.KERNEL));
      for (int i = 0; i < random.nextInt(20); i++) {
        Workload workload = container("c" + (tick / 50 + random.nextInt(10)));
        live.add(workload);
        usages.add(usage(workload, 1 + random.nextInt(40), random.nextLong(1_000_000_000)));
      }
      List<ProcessKey> ended =
          random.nextInt(5) == 0 ? List.of(new ProcessKey(1 + random.nextInt(40), 1)) : List.of();
      long lostNs = random.nextInt(10) == 0 ? random.nextLong(1_000_000) : 0;
      book(new Tick(at(), load(), readings, usages, lostNs, live, Map.of(), ended));
      check(ledger.snapshot(), truthUj, highestUj);
    }
    assertThat(ledger.snapshot().workloads()).hasSizeLessThan(40);
  }

  /** Workloads that have left the snapshot are remembered with their last energy. */
  private final Map<String, Energies> lastSeen = new HashMap<>();

  private void check(Snapshot snapshot, Map<Zone, Long> truthUj, Map<Object, Long> highestUj) {
    snapshot.workloads().forEach(w -> lastSeen.put(w.workload().id() + w.since(), w.energies()));
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      int index = zone;
      if (snapshot.zones().get(zone).component() != Component.OTHER) {
        assertThat(total(snapshot.node(), zone)).isEqualTo(truthUj.get(snapshot.zones().get(zone)));
      }
      assertThat(
              lastSeen.values().stream().mapToLong(e -> idle(e, index)).sum()
                  + snapshot.unattributed().idleUj(zone))
          .isEqualTo(snapshot.node().idleUj(zone));
      assertThat(
              lastSeen.values().stream().mapToLong(e -> dynamic(e, index)).sum()
                  + snapshot.unattributed().dynamicUj(zone))
          .isEqualTo(snapshot.node().dynamicUj(zone));
      for (WorkloadEnergy w : snapshot.workloads()) {
        rises(highestUj, List.of(w.workload().id(), w.since(), zone), total(w.energies(), zone));
      }
      for (ProcessEnergy p : snapshot.processes()) {
        rises(highestUj, List.of(p.process(), p.since(), zone), total(p.energies(), zone));
      }
      rises(highestUj, zone, total(snapshot.otherProcesses().orElseThrow().energies(), zone));
    }
    assertThat(snapshot.processes()).filteredOn(p -> p.state() == State.RUNNING).hasSizeLessThan(6);
    assertThat(snapshot.processes()).hasSizeLessThanOrEqualTo(10);
    assertThat(snapshot.processes()).extracting(p -> p.process().pid()).doesNotHaveDuplicates();
  }

  private static void rises(Map<Object, Long> highestUj, Object series, long energyUj) {
    assertThat(energyUj).isGreaterThanOrEqualTo(highestUj.getOrDefault(series, 0L));
    highestUj.put(series, energyUj);
  }

  private static long idle(Energies energies, int zone) {
    return zoneKnown(energies, zone) ? energies.idleUj(zone) : 0;
  }

  private static long dynamic(Energies energies, int zone) {
    return zoneKnown(energies, zone) ? energies.dynamicUj(zone) : 0;
  }

  private static boolean zoneKnown(Energies energies, int zone) {
    return zone < energies.zones();
  }

  private static long total(Energies energies, int zone) {
    return energies.idleUj(zone) + energies.dynamicUj(zone);
  }

  private void book(List<Reading> readings, List<Workload> live, Usage... usages) {
    book(new Tick(at(), load(), readings, List.of(usages), 0, live, Map.of(), List.of()));
  }

  /** The first tick is a baseline, as in the agent: it has no length. */
  private void book(Tick tick) {
    if (now == 0) {
      ledger.book(
          new Tick(
              at(),
              new TickLoad(0, 0, 2),
              tick.readings(),
              List.of(),
              0,
              List.of(),
              Map.of(),
              List.of()));
    }
    assertThat(ledger.book(tick)).isEqualTo(new Booking(List.of(), List.of()));
    now++;
  }

  private Instant at() {
    return START.plusSeconds(now);
  }

  private static TickLoad load() {
    return new TickLoad(SECOND_NS, SECOND_NS, 2);
  }

  private static List<Reading> power(long watts, long idleWatts) {
    return List.of(
        new Reading.Power(PACKAGE, watts * 1_000_000, OptionalLong.of(idleWatts * 1_000_000)));
  }

  private static Reading counter(Zone zone, long energyUj) {
    return new Reading.Counter(zone, energyUj, 0);
  }

  private static Usage usage(Workload workload, int pid, long cpuNs) {
    return new Usage(workload, new ProcessKey(pid, 1), "p" + pid, cpuNs);
  }

  private Energies of(String workload) {
    return Objects.requireNonNull(energies(ledger.snapshot()).get(workload));
  }

  private static Map<String, Energies> energies(Snapshot snapshot) {
    Map<String, Energies> byId = new HashMap<>();
    snapshot.workloads().forEach(w -> byId.put(w.workload().id(), w.energies()));
    return byId;
  }

  private static Workload container(String id) {
    return new Workload.Container(id, "docker", Optional.empty());
  }

  private static Zone zone(String id, Component component) {
    return new Zone(id, component, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  }

  private static AttributionSettings settings(IdlePolicy policy, int processes) {
    return new AttributionSettings(policy, Map.of(), processes, Duration.ofSeconds(60));
  }
}
