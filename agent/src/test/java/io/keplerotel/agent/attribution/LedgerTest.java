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
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.Pseudo;
import io.keplerotel.agent.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest extends LedgerFixture {

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
            Turnover.NONE,
            List.of(),
            Map.of(),
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
    List<Usage> broken = new ArrayList<>(List.of(usage(A, 1, 100_000)));
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
        usage(A, 1, 100_000));
    Snapshot snapshot = ledger.snapshot();
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      assertThat(total(of("a"), zone) + total(snapshot.unattributed(), zone))
          .isEqualTo(total(snapshot.node(), zone));
    }
    assertThat(total(snapshot.node(), 0)).isEqualTo(50_000_000);
    assertThat(snapshot.otherProcesses().orElseThrow().cpuUs()).isEqualTo(100);
  }

  @Test
  void manyZonesAndManyWorkloadsAddUp() {
    List<Zone> zones = new ArrayList<>();
    List<Workload> live = new ArrayList<>();
    List<Usage> usages = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      zones.add(zone("package-" + i, Component.PACKAGE));
    }
    for (int i = 0; i < 300; i++) {
      live.add(new Workload.Container("c" + i, "docker", Optional.of("pod" + i % 7)));
      usages.add(usage(live.getLast(), i + 1, 1_000_000L * (i + 1)));
    }
    for (int second = 0; second < 3; second++) {
      List<Reading> readings = new ArrayList<>();
      for (Zone zone : zones.subList(0, 8 * (second + 1))) {
        readings.add(new Reading.Power(zone, 30_000_007, OptionalLong.of(10_000_003)));
      }
      book(readings, live, usages.toArray(Usage[]::new));
    }
    Snapshot snapshot = ledger.snapshot();
    assertThat(snapshot.zones()).hasSize(24);
    for (int zone = 0; zone < 24; zone++) {
      int index = zone;
      long nodeUj = total(snapshot.node(), zone);
      assertThat(nodeUj).isEqualTo(30_000_007L * (zone < 8 ? 3 : zone < 16 ? 1 : 0));
      assertThat(snapshot.workloads().stream().mapToLong(w -> total(w.energies(), index)).sum())
          .isEqualTo(nodeUj);
      assertThat(snapshot.pods().stream().mapToLong(p -> total(p.energies(), index)).sum())
          .isEqualTo(nodeUj);
      long shownUj =
          snapshot.processes().stream().mapToLong(p -> p.energies().dynamicUj(index)).sum();
      assertThat(shownUj + snapshot.otherProcesses().orElseThrow().energies().dynamicUj(zone))
          .isEqualTo(snapshot.node().dynamicUj(zone));
    }
  }

  @Test
  void workloadsAndPodsSayHowTheyAreAndSinceWhen() {
    Workload first = new Workload.Container("first", "containerd", Optional.of("pod"));
    Workload second = new Workload.Container("second", "containerd", Optional.of("pod"));
    book(power(30, 10), List.of(first), usage(first, 1, 2_000_000));
    book(power(30, 10), List.of(first, second), usage(first, 1, 2_000_000));
    book(power(30, 10), List.of(second), usage(second, 1, 3_000_000));
    Snapshot snapshot = ledger.snapshot();
    WorkloadEnergy gone = snapshot.workloads().getFirst();
    WorkloadEnergy here = snapshot.workloads().getLast();
    assertThat(gone.state()).isEqualTo(State.TERMINATED);
    assertThat(here.state()).isEqualTo(State.RUNNING);
    assertThat(gone.ageNs()).isEqualTo(3 * SECOND_NS);
    assertThat(here.ageNs()).isEqualTo(2 * SECOND_NS);
    assertThat(here.since()).isEqualTo(START);
    assertThat(snapshot.pods().getFirst().state()).isEqualTo(State.RUNNING);
    assertThat(snapshot.pods().getFirst().ageNs()).isEqualTo(3 * SECOND_NS);
    assertThat(snapshot.pods().getFirst().cpuUs()).isEqualTo(7_000);
    assertThat(snapshot.uptimeNs()).isEqualTo(3 * SECOND_NS);
    book(power(30, 10), List.of());
    assertThat(ledger.snapshot().pods().getFirst().state()).isEqualTo(State.TERMINATED);
  }

  @Test
  void aPodIsForgottenAfterAQuarterOfAnHourWithoutContainers() {
    Workload container = new Workload.Container("one", "containerd", Optional.of("pod"));
    book(power(30, 10), List.of(container), usage(container, 1, 200));
    for (int i = 0; i < 62 + 15 * 60; i++) {
      book(power(30, 10), List.of());
      ledger.snapshot();
    }
    Instant lastAt = at().minusSeconds(1);
    book(power(30, 10), List.of(container), usage(container, 1, 100));
    assertThat(ledger.snapshot().pods().getFirst().since()).isEqualTo(lastAt);
    assertThat(total(ledger.snapshot().pods().getFirst().energies(), 0)).isEqualTo(30_000_000);
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
}
