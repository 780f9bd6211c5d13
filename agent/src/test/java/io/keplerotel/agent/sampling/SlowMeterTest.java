// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Difference;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A meter of the whole machine that is read every ten ticks, beside a package that is read at each.
 */
class SlowMeterTest {
  private static final HostFiles FILES = new HostFiles(Path.of("/nowhere"), Path.of("/nowhere"));
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int PERIOD = 10;

  private static final Zone PACKAGE =
      new Zone("package-0", Component.PACKAGE, "0", Optional.empty(), "fast", Provenance.MEASURED);
  private static final Zone PLATFORM =
      new Zone(
          "platform",
          Component.PLATFORM,
          "",
          Optional.empty(),
          "slow",
          Provenance.MEASURED,
          UsageKind.cpuTimeBetween("slow"));

  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final List<Reading> platform = new ArrayList<>();
  private long packageUj;
  private final Sampler sampler = sampler();

  @Test
  void whatIsUsedBetweenTwoReadingsIsDividedByWhoRanInBetween() {
    begins();
    // One of them runs for 4 s, then the other for 6 s, in the last of which the meter is read.
    runs(1, 4);
    runs(2, 5);
    meter(2_000_000_000, 0);
    runs(2, 1);
    Snapshot snapshot = sampler.latest();
    assertThat(dynamicUj(snapshot, 1, "platform")).isEqualTo(800_000_000);
    assertThat(dynamicUj(snapshot, 2, "platform")).isEqualTo(1_200_000_000);
    // 200 W, of which the package takes 20 all the time.
    assertThat(dynamicUj(snapshot, 1, "other")).isEqualTo(720_000_000);
    assertThat(dynamicUj(snapshot, 2, "other")).isEqualTo(1_080_000_000);
    assertThat(sum(snapshot.node(), index(snapshot, "other"))).isEqualTo(1_800_000_000);
  }

  @Test
  void aReadingInTheMiddleOfATickEndsThere() {
    runs(2, 2);
    begins();
    runs(1, 4);
    // The tick in which it is read is the second one's; the last quarter of it belongs to the next.
    meter(475_000_000, SECOND_NS / 4);
    runs(2, 1);
    Snapshot first = sampler.latest();
    assertThat(dynamicUj(first, 1, "platform")).isEqualTo(400_000_000);
    assertThat(dynamicUj(first, 2, "platform")).isEqualTo(75_000_000);
    runs(1, 2);
    meter(475_000_000 + 325_000_000, 0);
    runs(1, 1);
    Snapshot second = sampler.latest();
    assertThat(dynamicUj(second, 2, "platform")).isEqualTo(75_000_000 + 25_000_000);
    assertThat(dynamicUj(second, 1, "platform")).isEqualTo(400_000_000 + 300_000_000);
  }

  @Test
  void whoEndedBeforeTheMeterWasReadPaysAllTheSameAndIsNotAliveAgain() {
    begins();
    runs(3, 2);
    ends(3);
    runs(1, PERIOD - 4);
    meter(1_000_000_000, 0);
    runs(1, 1);
    Snapshot snapshot = sampler.latest();
    long endedUj = dynamicUj(snapshot, 3, "platform");
    long goesOnUj = dynamicUj(snapshot, 1, "platform");
    assertThat(endedUj + goesOnUj).isEqualTo(1_000_000_000);
    assertThat(endedUj).isBetween(199_999_999L, 200_000_001L);
    assertThat(snapshot.processes())
        .filteredOn(process -> process.process().pid() == 3)
        .singleElement()
        .extracting(ProcessEnergy::state)
        .isEqualTo(Snapshot.State.TERMINATED);
  }

  @Test
  void whatCannotBeToldWhoUsedItIsUnattributed() {
    begins();
    runs(1, 1);
    loses(3 * SECOND_NS);
    meter(500_000_000, 0);
    runs(1, 1);
    Snapshot snapshot = sampler.latest();
    int zone = index(snapshot, "platform");
    assertThat(snapshot.unattributed().dynamicUj(zone)).isEqualTo(300_000_000);
    assertThat(dynamicUj(snapshot, 1, "platform")).isEqualTo(200_000_000);
  }

  @Test
  void aMeterThatComesBackAfterAnHourIsNotDividedByTheTickInWhichItDoes() {
    begins();
    runs(1, 299);
    runs(2, 300);
    meter(60_000_000_000L, 0);
    runs(2, 1);
    Snapshot snapshot = sampler.latest();
    double share = dynamicUj(snapshot, 1, "platform") / 60e9;
    assertThat(share).isBetween(0.49, 0.51);
  }

  @Test
  void inAStormOfProcessesWhoTheyWereIsLostAndNoJouleIs() {
    begins();
    List<TaskTime> storm = new ArrayList<>();
    for (int pid = 1_000; pid < 26_000; pid++) {
      storm.add(
          new TaskTime(new CgroupKey(1, 0), new ProcessKey(pid, 1), "storm", Kind.USER, 1_000_000));
    }
    next(storm, 0, List.of());
    meter(1_000_000_000, 0);
    runs(1, 1);
    Snapshot snapshot = sampler.latest();
    int zone = index(snapshot, "platform");
    // 20,001 ms of 26 s are those of users who are not known any more.
    assertThat(snapshot.unattributed().dynamicUj(zone)).isBetween(769_200_000L, 769_300_000L);
    long workloadsUj =
        snapshot.workloads().stream().mapToLong(each -> each.energies().dynamicUj(zone)).sum();
    assertThat(workloadsUj + snapshot.unattributed().dynamicUj(zone)).isEqualTo(1_000_000_000);
  }

  @Test
  void powerIsTheMeanOfSomeReadings() {
    begins();
    for (int i = 1; i <= 6; i++) {
      runs(1, PERIOD - 1);
      meter(2_000_000_000L * i, 0);
      runs(1, 1);
    }
    runs(1, 4);
    Snapshot recent = sampler.published().recent();
    assertThat(Difference.watts(sum(recent.node(), index(recent, "platform")), recent))
        .isEqualTo(200.0);
  }

  @Test
  void aMeterWorksInTicksInWhichItIsNotReadToo() {
    begins();
    runs(1, 3);
    assertThat(sampler.lastTick().zonesBySource().get("slow")).containsExactly(PLATFORM);
    assertThat(sampler.lastTick().zonesBySource().get("fast")).containsExactly(PACKAGE);
  }

  /** A meter is believed once it has moved; that is where counting begins. */
  private void begins() {
    meter(-1_000_000, 0);
    runs(1, PERIOD);
    meter(0, 0);
    runs(1, 1);
  }

  /** Both processes are in one cgroup that nobody knows; each second is one process' alone. */
  private void runs(int pid, int seconds) {
    for (int i = 0; i < seconds; i++) {
      next(List.of(task(pid)), 0, List.of());
    }
  }

  private void ends(int pid) {
    next(List.of(task(1)), 0, List.of(new ProcessKey(pid, 1)));
  }

  private void loses(long lostNs) {
    next(List.of(), lostNs, List.of());
  }

  private void next(List<TaskTime> tasks, long lostNs, List<ProcessKey> ended) {
    clock.advance(Duration.ofSeconds(1));
    packageUj += 20_000_000;
    cpu.next(new CpuReading(tasks, ended, List.of(), lostNs, 0, List.of()));
    sampler.tick();
    platform.clear();
  }

  private void meter(long energyUj, long ageNs) {
    platform.add(
        new Reading.Counter(PLATFORM, 5_000_000 + energyUj, 0, 0, new Reading.When(ageNs, 0)));
  }

  private static TaskTime task(int pid) {
    return new TaskTime(
        new CgroupKey(1, 0), new ProcessKey(pid, 1), "p" + pid, Kind.USER, SECOND_NS);
  }

  private static long dynamicUj(Snapshot snapshot, int pid, String zone) {
    return snapshot.processes().stream()
        .filter(process -> process.process().pid() == pid)
        .findFirst()
        .orElseThrow()
        .energies()
        .dynamicUj(index(snapshot, zone));
  }

  private static long sum(Energies energies, int zone) {
    return energies.idleUj(zone) + energies.dynamicUj(zone);
  }

  private static int index(Snapshot snapshot, String id) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).id().equals(id)) {
        return zone;
      }
    }
    throw new AssertionError(id + " is not in " + snapshot.zones());
  }

  private Sampler sampler() {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            FILES,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    PowerChoice power =
        PowerChoice.of(
            List.of("slow", "fast"),
            EstimateUse.NEVER,
            Set.of(
                offer("slow", Component.PLATFORM, () -> platform),
                offer(
                    "fast",
                    Component.PACKAGE,
                    () -> List.of(new Reading.Counter(PACKAGE, packageUj, 0)))));
    return new Sampler(
        new SampleSources(cpu, List.of(), power.cover(), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(
                IdlePolicy.NONE,
                Map.of("platform", 0L, "package-0", 0L, "other", 0L),
                10,
                Duration.ofSeconds(60)),
            clock.now()),
        () -> 2,
        clock,
        new FaultLog(new RecordingLogger()));
  }

  private static PowerOffer offer(String name, Component covers, Supplier<List<Reading>> readings) {
    return new PowerOffer(
        new PowerCard(name, 50, Set.of(covers), Provenance.MEASURED),
        () ->
            new PowerSource() {
              @Override
              public Discovery discover() {
                return new Discovery(List.of(), Optional.empty());
              }

              @Override
              public PowerReading read(TickLoad load) {
                return new PowerReading(readings.get(), List.of());
              }

              @Override
              public long silentNs() {
                return Duration.ofDays(1).toNanos();
              }
            });
  }
}
