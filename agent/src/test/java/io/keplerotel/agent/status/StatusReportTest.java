// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.estimated.EstimatedSource;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.sampling.CpuChoice;
import io.keplerotel.agent.sampling.Discovered;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.sampling.TickFailures;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.TestSettings;
import io.keplerotel.agent.testing.Untried;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Issue, D6: what the log says, health and state say. */
class StatusReportTest {
  private static final HostFiles FILES = new HostFiles(Path.of("/nowhere"), Path.of("/nowhere"));

  private final FakeClock clock = new FakeClock();
  private final FaultLog faults = new FaultLog();
  private Supplier<CpuReading> cpu = () -> CpuReading.NOTHING;

  @Test
  void aSourceThatThrowsOrSaysThatItDoesNotWorkIsNotAvailable() throws Exception {
    Settings settings = TestSettings.load(Optional.empty(), Map.of(), Map.of());
    SampleSources sources =
        new SampleSources(
            new Scripted(),
            List.of(),
            new Untried(
                "none",
                new EstimatedSource(
                    new ThisMachine(FILES, Optional::empty, HostIdle.SHARE),
                    PresentEstimate.alone())),
            directory(),
            PodSource.none());
    Sampler sampler = sampler(sources);
    Discovered found =
        new Discovered(
            new CpuChoice(sources.cpu(), Map.of()),
            PowerChoice.of(List.of("auto"), EstimateUse.ALONE, List.of()));
    StatusReport report =
        new StatusReport(
            sampler,
            faults,
            new SourceStates(sources, found, faults),
            new PowerWatch(new PowerLog("unknown"), new IdlePowerCheck(settings)),
            new EstimateReport(PresentEstimate.alone()),
            List::of,
            new CostReport(new OwnUse(FILES), PodSource.none(), room(sampler), new PushTally()),
            Machine.UNKNOWN,
            clock);
    TickFailures failures = new TickFailures(clock);
    HealthReport health = new HealthReport(report, failures, clock, settings.interval());

    turn(sampler, report);
    assertThat(bpf(report)).isEqualTo(SourceState.AVAILABLE);

    cpu =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    turn(sampler, report);
    saidEverywhere(
        report, health, "CPU time cannot be read: java.lang.IllegalStateException: on purpose");

    clock.advance(Duration.ofMinutes(2));
    cpu = () -> with(Fault.disabling("walk", "cannot walk"));
    turn(sampler, report);
    saidEverywhere(report, health, "cannot walk");

    clock.advance(Duration.ofMinutes(2));
    cpu = () -> with(new Fault("ring", "the ring is full"));
    turn(sampler, report);
    assertThat(bpf(report)).isEqualTo(SourceState.AVAILABLE);
    assertThat(health.checks().ready().get().lines()).contains("bpf: works");

    failures.failed(new NoClassDefFoundError("io/keplerotel/agent/Gone"));
    clock.advance(Duration.ofSeconds(45));
    failures.failed(new NoClassDefFoundError("io/keplerotel/agent/Gone"));
    assertThat(health.checks().ready().get().good()).isFalse();
    assertThat(health.checks().ready().get().lines())
        .contains(
            "the last 2 ticks failed, so figures are 45 s old: java.lang.NoClassDefFoundError: io/keplerotel/agent/Gone");
  }

  private static void saidEverywhere(StatusReport report, HealthReport health, String why) {
    assertThat(bpf(report).available()).isFalse();
    assertThat(bpf(report).reason()).startsWith(why);
    assertThat(report.get().sources().faults().values()).contains(bpf(report).reason());
    assertThat(health.checks().ready().get().good()).isFalse();
    assertThat(health.checks().ready().get().lines())
        .contains("bpf: not available: " + bpf(report).reason());
  }

  private static SourceState bpf(StatusReport report) {
    return Objects.requireNonNull(report.get().sources().states().get("bpf"));
  }

  private HeapRoom room(Sampler sampler) {
    return new HeapRoom(Heap.own(), sampler::published, 10, Set.of(), clock::nanoTime);
  }

  private void turn(Sampler sampler, StatusReport report) {
    clock.advance(Duration.ofSeconds(1));
    sampler.tick();
    report.update();
  }

  private static CpuReading with(Fault fault) {
    return new CpuReading(List.of(), List.of(), List.of(), 0, 0, List.of(fault));
  }

  private WorkloadDirectory directory() {
    return new WorkloadDirectory(
        FILES,
        new CgroupTree(Optional.empty(), Optional.empty()),
        SystemdUnits.NEVER,
        Births.DELIVERED,
        clock::nanoTime);
  }

  private Sampler sampler(SampleSources sources) {
    return new Sampler(
        sources,
        new Ledger(
            new AttributionSettings(IdlePolicy.EVEN, Map.of(), 10, Duration.ofDays(1000)),
            clock.now()),
        () -> 2,
        clock,
        faults);
  }

  private final class Scripted implements CpuTimeSource {
    @Override
    public String name() {
      return "bpf";
    }

    @Override
    public CpuReading read() {
      return cpu.get();
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
