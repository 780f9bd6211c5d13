// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OnlineCpus;
import io.keplerotel.agent.linux.perf.KernelPerfEvents;
import io.keplerotel.agent.linux.perf.PerfCounter;
import io.keplerotel.agent.linux.perf.PerfEvent;
import io.keplerotel.agent.linux.perf.PerfException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.power.PowerSample;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.testing.BpfSources;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.EventSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Two real processes in real cgroups, real BPF programs, and a meter that counts nothing but page
 * faults: what the whole agent then gives to each is known.
 */
class RealCountersTest {
  private static final long UJ_PER_FAULT = 1_000;
  private static final int TICKS = 130;
  private static final int LEARNING = 90;

  private final FakeClock clock = new FakeClock();
  private final HostFiles files = HostFiles.own();

  @Test
  void energyGoesByWhatTheMeterIsMadeOfAndNotByCpuTime() throws Exception {
    try (CpuTimeSource cpu = BpfSources.start();
        EventSource events = counters();
        FaultMeter meter = new FaultMeter();
        RealCgroup few = RealCgroup.docker(RealCgroup.newId());
        RealCgroup many = RealCgroup.docker(RealCgroup.newId())) {
      Sampler sampler =
          sampler(
              new SampleSources(
                  cpu, List.of(), Optional.of(events), meter, directory(), PodSource.none()));
      Process first = few.start(work(15));
      Process second = many.start(work(45));
      ticks(sampler, LEARNING);
      Snapshot then = sampler.latest();
      double fewFaults = -faults(first);
      double manyFaults = -faults(second);
      ticks(sampler, TICKS - LEARNING);
      fewFaults += faults(first);
      manyFaults += faults(second);
      Snapshot now = sampler.latest();
      double energy =
          used(then, now, many, RealCountersTest::dynamicUj)
              / used(then, now, few, RealCountersTest::dynamicUj);
      double cpuTime =
          used(then, now, many, RealCountersTest::cpuUs)
              / used(then, now, few, RealCountersTest::cpuUs);
      System.out.printf(
          "many ÷ few: faults %.2f, energy %.2f, CPU time %.2f%n",
          manyFaults / fewFaults, energy, cpuTime);
      assertThat(cpuTime).isBetween(0.7, 1.4);
      assertThat(energy / (manyFaults / fewFaults)).isCloseTo(1, within(0.1));
      assertThat(manyFaults / fewFaults).isGreaterThan(2);
    }
  }

  /** Now with faults, now without: so many pages in each 2 ms of CPU time, both on one CPU. */
  private static String work(int pages) {
    return """
        exec taskset -c 0 env MALLOC_MMAP_THRESHOLD_=16384 perl -MTime::HiRes=clock_gettime,CLOCK_PROCESS_CPUTIME_ID -e '
        my $i = 0;
        while (1) {
          my $end = clock_gettime(CLOCK_PROCESS_CPUTIME_ID) + 0.002;
          if (int($i++ / 60) %% 2) { my $block = "x" x (4096 * %d); undef $block; }
          while (clock_gettime(CLOCK_PROCESS_CPUTIME_ID) < $end) {}
        }'"""
        .formatted(pages);
  }

  private EventSource counters() {
    Optional<EventSource> source =
        new CounterStart(new KernelPerfEvents(), files, new RecordingLogger())
            .start(List.of("page-faults"), "bpf");
    Requirement.BPF.unless(source.isPresent(), "perf events cannot be counted by BPF here");
    return source.orElseThrow();
  }

  private WorkloadDirectory directory() throws IOException {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files, CgroupTree.find(files), SystemdUnits.NEVER, Births.DELIVERED, System::nanoTime);
    directory.start();
    return directory;
  }

  private Sampler sampler(SampleSources sources) {
    return new Sampler(
        sources,
        new Ledger(
            new AttributionSettings(
                IdlePolicy.NONE, Map.of("package-0", 0L), 10, Duration.ofMinutes(2)),
            clock.now()),
        new OnlineCpus(files),
        clock,
        new FaultLog());
  }

  /** Each of 50 ms, which are called a second. */
  private void ticks(Sampler sampler, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      Thread.sleep(50);
      clock.advance(Duration.ofSeconds(1));
      sampler.tick();
    }
  }

  private static double faults(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.indexOf(')') + 2).split(" ", -1);
    return Double.parseDouble(fields[7]) + Double.parseDouble(fields[9]);
  }

  private static double used(
      Snapshot then,
      Snapshot now,
      RealCgroup cgroup,
      ToLongFunction<Snapshot.WorkloadEnergy> amount) {
    return sum(now, cgroup, amount) - sum(then, cgroup, amount);
  }

  private static long sum(
      Snapshot snapshot, RealCgroup cgroup, ToLongFunction<Snapshot.WorkloadEnergy> amount) {
    return snapshot.workloads().stream()
        .filter(each -> each.workload().id().equals(cgroup.containerId()))
        .mapToLong(amount)
        .sum();
  }

  private static long dynamicUj(Snapshot.WorkloadEnergy workload) {
    return workload.energies().dynamicUj(0);
  }

  private static long cpuUs(Snapshot.WorkloadEnergy workload) {
    return workload.cpuUs();
  }

  /** A package that takes energy for page faults and for nothing else. */
  private static final class FaultMeter implements PowerReader, AutoCloseable {
    private static final Zone PACKAGE =
        new Zone(
            "package-0", Component.PACKAGE, "0", Optional.empty(), "fake", Provenance.MEASURED);

    private final List<PerfCounter> counters;

    FaultMeter() throws Exception {
      KernelPerfEvents kernel = new KernelPerfEvents();
      List<PerfCounter> open = new ArrayList<>();
      for (int cpu = 0; cpu < new OnlineCpus(HostFiles.own()).getAsInt(); cpu++) {
        open.add(kernel.open(new PerfEvent("page-faults", 1, 2), cpu));
      }
      counters = List.copyOf(open);
    }

    @Override
    public PowerSample read(TickLoad load) {
      long faults = 0;
      for (PerfCounter counter : counters) {
        try {
          faults += counter.read();
        } catch (PerfException e) {
          throw new IllegalStateException(e);
        }
      }
      return new PowerSample(
          List.of(new Reading.Counter(PACKAGE, faults * UJ_PER_FAULT, 0)),
          Map.of(),
          Turnover.NONE,
          List.of());
    }

    @Override
    public void booked() {
      // It decides nothing.
    }

    @Override
    public void close() {
      counters.forEach(PerfCounter::close);
    }
  }
}
