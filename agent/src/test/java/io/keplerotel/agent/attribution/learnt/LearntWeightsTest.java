// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution.learnt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.attribution.Tick;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A simulated machine: idle power, power of busy CPUs, and power of what is counted. */
class LearntWeightsTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final double IDLE_W = 20;
  private static final double BUSY_W = 3;
  private static final double NJ_PER_EVENT = 4;
  private static final List<Workload> TWO = List.of(container("few"), container("many"));

  private final SplittableRandom random = new SplittableRandom(7);
  private final LearntWeights weights = new LearntWeights(1);
  private final Ledger ledger =
      new Ledger(
          new AttributionSettings(
              IdlePolicy.NONE,
              Map.of("package-0", (long) (IDLE_W * 1e6)),
              10,
              Duration.ofMinutes(2)),
          START);
  private Zone zone = zone(Provenance.MEASURED);
  private double busyW = BUSY_W;
  private long counterUj;
  private int seconds;
  private EventCounts.Extent extent = Extent.WHOLE;
  private long lostEvents;

  @Test
  void theWeightsOfTheMachineAreFound() {
    vary(300);
    LearntZone learnt = weights.zones().getFirst();
    assertThat(learnt.trusted()).isTrue();
    assertThat(learnt.factors().get(0)).isCloseTo(IDLE_W, within(0.5));
    assertThat(learnt.factors().get(1)).isCloseTo(BUSY_W, within(0.1));
    assertThat(learnt.factors().get(2)).isCloseTo(NJ_PER_EVENT, within(0.1));
    assertThat(learnt.errorW()).isLessThan(learnt.cpuTimeErrorW() / 3);
  }

  @Test
  void atEqualCpuTimeThreeTimesTheEventsAreThreeTimesTheEnergyWhereNothingElseTakesAny() {
    busyW = 0;
    vary(300);
    Snapshot before = ledger.snapshot();
    for (int i = 0; i < 50; i++) {
      second(500_000_000, 500_000_000, 1_000_000_000, 3_000_000_000L);
    }
    double fewUj = dynamicUj("few") - dynamicUj(before, "few");
    double manyUj = dynamicUj("many") - dynamicUj(before, "many");
    System.out.printf("equal CPU time, 1:3 events: %.4f%n", manyUj / fewUj);
    assertThat(manyUj / fewUj).isCloseTo(3, within(0.05));
    isConserved();
  }

  @Test
  void eventsThatGoWithCpuTimeAreNeverTrusted() {
    for (int i = 0; i < 600; i++) {
      long busyNs = random.nextLong(SECOND_NS);
      second(busyNs, busyNs / 2, busyNs * 2, busyNs);
    }
    assertThat(weights.zones().getFirst().trusted()).isFalse();
    isConserved();
  }

  @Test
  void aLoadThatNeverChangesTellsNothingAndCpuTimeStays() {
    for (int i = 0; i < 600; i++) {
      second(500_000_000, 500_000_000, 1_000_000_000, 3_000_000_000L);
    }
    assertThat(weights.zones().getFirst().trusted()).isFalse();
    assertThat(dynamicUj("many")).isCloseTo(dynamicUj("few"), within(1_000.0));
  }

  @Test
  void aZoneThatIsEstimatedIsNeverLearnt() {
    zone = zone(Provenance.ESTIMATED);
    vary(300);
    assertThat(weights.zones()).isEmpty();
  }

  @Test
  void aTickInWhichSomethingWasNotCountedIsDividedByCpuTimeAndNotLearntFrom() {
    vary(300);
    LearntZone before = weights.zones().getFirst();
    extent = Extent.PARTIAL;
    Snapshot then = ledger.snapshot();
    for (int i = 0; i < 20; i++) {
      second(500_000_000, 500_000_000, 0, 3_000_000_000L);
    }
    assertThat(dynamicUj("few") - dynamicUj(then, "few"))
        .isCloseTo(dynamicUj("many") - dynamicUj(then, "many"), within(100.0));
    assertThat(weights.zones().getFirst()).isEqualTo(before);
    isConserved();
  }

  @Test
  void countsWhoseOwnerIsNotKnownTakeTheirShareAndItIsUnattributed() {
    busyW = 0;
    vary(300);
    lostEvents = 4_000_000_000L;
    Snapshot then = ledger.snapshot();
    for (int i = 0; i < 20; i++) {
      second(500_000_000, 500_000_000, 1_000_000_000, 3_000_000_000L);
    }
    Snapshot now = ledger.snapshot();
    double nodeUj = now.node().dynamicUj(0) - then.node().dynamicUj(0);
    double lostUj = now.unattributed().dynamicUj(0) - then.unattributed().dynamicUj(0);
    assertThat(lostUj / nodeUj).isCloseTo(0.5, within(0.02));
    isConserved();
  }

  @Test
  void aMachineThatIsNotWhatItWasIsLearntAgainWithinTheHour() {
    vary(200);
    assertThat(weights.zones().getFirst().trusted()).isTrue();
    // What is counted takes nothing any more.
    for (int i = 0; i < 1_500; i++) {
      long[] cpuNs = {random.nextLong(SECOND_NS), random.nextLong(SECOND_NS)};
      long[] events = {random.nextLong(5_000_000_000L), random.nextLong(5_000_000_000L)};
      book(cpuNs, events, IDLE_W + 10 * (cpuNs[0] + cpuNs[1]) / 1e9);
    }
    List<Double> factors = weights.zones().getFirst().factors();
    assertThat(factors.get(1)).isCloseTo(10, within(1.5));
    assertThat(factors.get(2)).isLessThan(NJ_PER_EVENT / 5);
  }

  /** Both run and count as they like. */
  private void vary(int ticks) {
    for (int i = 0; i < ticks; i++) {
      second(
          random.nextLong(SECOND_NS),
          random.nextLong(SECOND_NS),
          random.nextLong(5_000_000_000L),
          random.nextLong(5_000_000_000L));
    }
  }

  private void second(long fewNs, long manyNs, long fewEvents, long manyEvents) {
    double cores = (fewNs + manyNs) / (double) SECOND_NS;
    double eventsPerNs = (fewEvents + manyEvents + lostEvents) / (double) SECOND_NS;
    double noise = 0.2 * random.nextGaussian();
    double powerW = IDLE_W + busyW * cores + NJ_PER_EVENT * eventsPerNs + noise;
    book(new long[] {fewNs, manyNs}, new long[] {fewEvents, manyEvents}, powerW);
  }

  private void book(long[] cpuNs, long[] events, double powerW) {
    long elapsedNs = seconds == 0 ? 0 : SECOND_NS;
    counterUj += Math.round(powerW * 1e6);
    Map<ProcessKey, long[]> counts = new HashMap<>();
    counts.put(new ProcessKey(1, 1), new long[] {events[0]});
    counts.put(new ProcessKey(2, 1), new long[] {events[1]});
    List<Usage> cpu =
        List.of(
            new Usage(TWO.get(0), new ProcessKey(1, 1), "few", cpuNs[0]),
            new Usage(TWO.get(1), new ProcessKey(2, 1), "many", cpuNs[1]));
    Weighed weighed =
        weights.weigh(
            cpu, 0, new EventCounts(List.of("events"), counts, List.of(lostEvents), extent));
    List<Usage> usages = new ArrayList<>(cpu);
    usages.addAll(weighed.usages());
    Booking booking =
        ledger.book(
            new Tick(
                START.plusSeconds(++seconds),
                new TickLoad(elapsedNs, cpuNs[0] + cpuNs[1], 4),
                List.of(new Reading.Counter(zone, counterUj, 0)),
                Turnover.NONE,
                usages,
                weighed.lost(),
                TWO,
                Map.of(),
                List.of(),
                Tick.Users.KNOWN,
                weighed.kinds()));
    weights.learn(booking.measured(), elapsedNs);
  }

  private void isConserved() {
    Snapshot now = ledger.snapshot();
    long sumUj = now.unattributed().dynamicUj(0);
    for (Snapshot.WorkloadEnergy each : now.workloads()) {
      sumUj += each.energies().dynamicUj(0);
    }
    assertThat(sumUj).isEqualTo(now.node().dynamicUj(0));
    long processesUj =
        now.otherProcesses().map(others -> others.energies().dynamicUj(0)).orElse(0L);
    for (Snapshot.ProcessEnergy each : now.processes()) {
      processesUj += each.energies().dynamicUj(0);
    }
    assertThat(processesUj + now.unattributed().dynamicUj(0)).isEqualTo(now.node().dynamicUj(0));
  }

  private double dynamicUj(String id) {
    return dynamicUj(ledger.snapshot(), id);
  }

  private static double dynamicUj(Snapshot snapshot, String id) {
    return snapshot.workloads().stream()
        .filter(each -> each.workload().id().equals(id))
        .mapToLong(each -> each.energies().dynamicUj(0))
        .sum();
  }

  private static Workload container(String id) {
    return new Workload.Container(id, "containerd", Optional.empty());
  }

  private static Zone zone(Provenance provenance) {
    return new Zone(
        "package-0",
        Component.PACKAGE,
        "0",
        Optional.empty(),
        "rapl-sysfs",
        provenance,
        UsageKind.CPU_TIME);
  }
}
