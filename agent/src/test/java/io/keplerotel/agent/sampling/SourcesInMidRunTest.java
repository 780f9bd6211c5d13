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
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which source counts, from the start on and in mid-run; what is counted is counted once. */
class SourcesInMidRunTest {
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final String PACKAGE = "intel-rapl:0";

  @TempDir Path sysfs = Path.of("");
  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final RecordingLogger logger = new RecordingLogger();

  /** Issue, A5: dead powercap zones of a VM; auto then estimates. */
  @Test
  void autoEstimatesWhereRaplNeverMoves() {
    new PowercapFixture(sysfs).zone(PACKAGE, "package-0", 77, RANGE_UJ);
    Sampler sampler = sampler(List.of("auto"));
    tick(sampler, 10);
    Snapshot snapshot = sampler.latest();
    assertThat(snapshot.zones())
        .extracting(Zone::provenance)
        .isNotEmpty()
        .containsOnly(Provenance.ESTIMATED);
    assertThat(total(snapshot, 0)).isPositive();
    assertThat(logger.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING rapl: the energy counter of package-0 never moves");
    assertThat(sampler.lastTick().zonesBySource()).containsOnlyKeys("rapl", "estimated");
  }

  @Test
  void autoNeverEstimatesWhereRaplMoves() {
    PowercapFixture rapl = new PowercapFixture(sysfs).zone(PACKAGE, "package-0", 77, RANGE_UJ);
    Sampler sampler = sampler(List.of("auto"));
    for (int second = 0; second < 10; second++) {
      rapl.use(PACKAGE, 30_000_000);
      tick(sampler, 1);
    }
    assertThat(sampler.latest().zones()).extracting(Zone::source).containsExactly("rapl-sysfs");
    assertThat(total(sampler.latest(), 0)).isEqualTo(270_000_000);
    assertThat(sampler.lastTick().zonesBySource()).containsOnlyKeys("rapl");
  }

  /** Issue, A5: a module that is loaded later; each second is counted by one of the two. */
  @Test
  void raplThatAppearsLaterIsTakenUpWithinAMinuteAndTheEstimateStops() {
    Sampler sampler = sampler(List.of("auto"));
    tick(sampler, 3);
    assertThat(found).containsKey("rapl");
    PowercapFixture rapl = new PowercapFixture(sysfs).zone(PACKAGE, "package-0", 5, RANGE_UJ);
    long estimatedUj = total(sampler.latest(), 0);
    int second = 0;
    for (; sampler.lastTick().zonesBySource().containsKey("estimated"); second++) {
      assertThat(second).isLessThan(65);
      estimatedUj = total(sampler.latest(), 0);
      rapl.use(PACKAGE, 30_000_000);
      tick(sampler, 1);
    }
    long estimatedPerTickUj = total(sampler.latest(), 0) - estimatedUj;
    assertThat(estimatedPerTickUj)
        .as("in the tick after the last of the estimate, RAPL has counted")
        .isZero();
    Snapshot before = sampler.latest();
    rapl.use(PACKAGE, 30_000_000);
    tick(sampler, 1);
    Snapshot after = sampler.latest();
    int measured = index(after, "rapl-sysfs");
    assertThat(total(after, measured) - total(before, measured)).isEqualTo(30_000_000);
    assertThat(total(before, measured)).isEqualTo(30_000_000);
    assertThat(total(after, 0)).as("the estimate stands still").isEqualTo(total(before, 0));
  }

  @Test
  void aSourceThatWasNamedAloneHasNoFallBack() {
    Sampler sampler = sampler(List.of("rapl"));
    tick(sampler, 5);
    assertThat(sampler.latest().zones()).isEmpty();
    assertThat(sampler.lastTick().zonesBySource()).isEqualTo(Map.of("rapl", List.of()));
  }

  @Test
  void sourcesThatWereNamedTogetherAreNeverSummed() {
    PowercapFixture rapl = new PowercapFixture(sysfs).zone(PACKAGE, "package-0", 77, RANGE_UJ);
    Sampler sampler = sampler(List.of("estimated", "rapl"));
    for (int second = 0; second < 10; second++) {
      rapl.use(PACKAGE, 30_000_000);
      tick(sampler, 1);
    }
    assertThat(sampler.latest().zones())
        .extracting(Zone::source)
        .containsOnly("trained_power_model");
  }

  private void tick(Sampler sampler, int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(Duration.ofSeconds(1));
      cpu.next(
          new CpuReading(
              List.of(
                  new TaskTime(
                      new CgroupKey(1, 0), new ProcessKey(7, 1), "busy", Kind.USER, 500_000_000)),
              List.of(),
              List.of(),
              0,
              0,
              List.of()));
      sampler.tick();
    }
  }

  private static long total(Snapshot snapshot, int zone) {
    Energies node = snapshot.node();
    return node.idleUj(zone) + node.dynamicUj(zone);
  }

  private static int index(Snapshot snapshot, String source) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).source().equals(source)) {
        return zone;
      }
    }
    throw new AssertionError(source + " is not in " + snapshot.zones());
  }

  private Map<String, Discovery> found = Map.of();

  private Sampler sampler(List<String> wanted) {
    HostFiles files = new HostFiles(Path.of("/proc"), sysfs);
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    HostFiles host = files;
    Set<PowerOffer> offers =
        Set.of(
            PowercapModule.offer(() -> host),
            EstimatedModule.offer(
                () -> PreferredModel.alone(new ThisMachine(host, Optional::empty, HostIdle.SHARE)),
                PresentEstimate.alone()));
    PowerChoice choice = PowerChoice.of(wanted, EstimateUse.ALONE, offers);
    found = choice.found();
    return new Sampler(
        new SampleSources(cpu, List.of(), choice.cover(), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(IdlePolicy.EVEN, Map.of(), 10, Duration.ofSeconds(60)),
            clock.now()),
        () -> 2,
        clock,
        new FaultLog(logger));
  }
}
