// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.meter.KeplerDialect;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.testing.Untried;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** One snapshot never shows two identities. */
class PublishedNamesTest {
  private static final String ID = "ab".repeat(32);

  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final LateNames names = new LateNames();
  private final Sampler sampler = sampler();

  @Test
  void aNameThatArrivesBetweenTwoCollectionsOfOneTickChangesNothingUntilTheNext() {
    InMemoryMetricReader scraped = InMemoryMetricReader.create();
    InMemoryMetricReader pushed = InMemoryMetricReader.create();
    try (SdkMeterProvider prometheus =
            SdkMeterProvider.builder().registerMetricReader(scraped).build();
        SdkMeterProvider otlp = SdkMeterProvider.builder().registerMetricReader(pushed).build()) {
      new SnapshotMeters(
              prometheus.get("test"), KeplerDialect.of("node", () -> "bpf"), sampler::published)
          .register();
      new SnapshotMeters(otlp.get("test"), OtlpDialect.pushed(Optional.empty()), sampler::published)
          .register();
      tick(born());
      tick(ran());
      assertThat(scraped.collectAllMetrics().toString()).contains(ID).doesNotContain("nightly");
      names.arrived = true;
      assertThat(pushed.collectAllMetrics().toString()).contains(ID).doesNotContain("nightly");
      assertThat(scraped.collectAllMetrics().toString()).contains(ID).doesNotContain("nightly");
      tick(ran());
      assertThat(pushed.collectAllMetrics().toString()).contains("nightly");
      assertThat(scraped.collectAllMetrics().toString()).contains("nightly");
    }
  }

  private void tick(CpuReading reading) {
    clock.advance(Duration.ofSeconds(1));
    cpu.next(reading);
    sampler.tick();
  }

  private Sampler sampler() {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            new HostFiles(Path.of("/nowhere"), Path.of("/nowhere")),
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    IntSupplier cpus = () -> 2;
    return new Sampler(
        new SampleSources(cpu, List.of(), Untried.none(), directory, names),
        new Ledger(
            new AttributionSettings(IdlePolicy.EVEN, Map.of(), 10, Duration.ofMinutes(5)),
            clock.now()),
        cpus,
        clock,
        new FaultLog());
  }

  private static CpuReading born() {
    return new CpuReading(
        List.of(),
        List.of(),
        List.of(new CgroupBirth(Hierarchy.UNIFIED, 100, "/system.slice/docker-" + ID + ".scope")),
        0,
        0,
        List.of());
  }

  private static CpuReading ran() {
    return new CpuReading(
        List.of(
            new TaskTime(
                new CgroupKey(100, 0), new ProcessKey(11, 1), "web", Kind.USER, 900_000_000)),
        List.of(),
        List.of(),
        0,
        0,
        List.of());
  }

  /** Knows nothing of a container at first. */
  private static final class LateNames implements PodSource {
    private boolean arrived;

    @Override
    public Names ofContainer(Workload.Container container) {
      return arrived
          ? new Names(Optional.empty(), Optional.of("nightly"), Optional.empty(), Optional.empty())
          : Names.UNKNOWN;
    }

    @Override
    public OptionalLong millicores(Workload.Container container) {
      return OptionalLong.empty();
    }

    @Override
    public void start() {
      // Nothing is to be learnt.
    }

    @Override
    public Optional<State> state() {
      return Optional.empty();
    }

    @Override
    public Optional<String> nodeUid() {
      return Optional.empty();
    }

    @Override
    public void settle(Set<String> inUse, long nowNs) {
      // Nothing is kept.
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
