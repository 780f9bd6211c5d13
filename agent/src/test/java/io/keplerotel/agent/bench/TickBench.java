// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.bench;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.power.estimated.EstimatedSource;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.testing.BpfSources;
import io.keplerotel.agent.testing.Untried;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.cgroup.CgroupTimeSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CPU time of a whole tick (user and system, of the ticking thread) at 3,000 real tasks in 300
 * cgroups, by BPF and by the fall-back, in one run, alternating. Prints rows of
 * docs/performance.md.
 */
final class TickBench {
  private static final int CGROUPS = 300;
  private static final int TASKS_EACH = 10;
  private static final int WARM_UP_TICKS = 60;
  private static final int TICKS = 40;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private TickBench() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(
        "| 3,000 tasks in 300 cgroups | BPF, ms/tick | fall-back, ms/tick | ratio |");
    System.out.println("|---|---:|---:|---:|");
    measure("all wake up between two ticks", 0.2);
    measure("all asleep", 3600);
  }

  private static void measure(String title, double periodSeconds) throws Exception {
    RealTasks tasks = RealTasks.start(CGROUPS, TASKS_EACH, periodSeconds);
    try (CpuTimeSource bpf = BpfSources.start()) {
      Sampler byBpf = sampler(bpf, Births.DELIVERED);
      Sampler byFiles = sampler(fallBack(), Births.UNKNOWN);
      for (int i = 0; i < WARM_UP_TICKS; i++) {
        byBpf.tick();
        byFiles.tick();
      }
      double[] bpfMs = new double[TICKS];
      double[] filesMs = new double[TICKS];
      for (int i = 0; i < TICKS; i++) {
        Thread.sleep(250);
        bpfMs[i] = cpuMs(byBpf);
        filesMs[i] = cpuMs(byFiles);
      }
      double bpfMedian = median(bpfMs);
      double filesMedian = median(filesMs);
      System.out.printf(
          "| %s | %.2f | %.1f | %.0f × |%n",
          title, bpfMedian, filesMedian, filesMedian / bpfMedian);
    } finally {
      tasks.close();
    }
  }

  private static CpuTimeSource fallBack() throws Exception {
    HostFiles files = HostFiles.own();
    return CgroupTimeSource.start(files, CgroupTree.find(files));
  }

  private static Sampler sampler(CpuTimeSource cpu, Births births) throws Exception {
    HostFiles files = HostFiles.own();
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files, CgroupTree.find(files), SystemdUnits.NEVER, births, System::nanoTime);
    directory.start();
    EstimatedSource power =
        new EstimatedSource(
            new ThisMachine(files, Optional::empty, HostIdle.SHARE), PresentEstimate.alone());
    power.discover();
    return new Sampler(
        new SampleSources(cpu, List.of(), new Untried("rapl", power), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(IdlePolicy.EVEN, Map.of(), 100, Duration.ofSeconds(150)),
            Instant.now()),
        Runtime.getRuntime()::availableProcessors,
        Clock.system(),
        new FaultLog());
  }

  private static double cpuMs(Sampler sampler) {
    long beforeNs = THREADS.getCurrentThreadCpuTime();
    sampler.tick();
    return (THREADS.getCurrentThreadCpuTime() - beforeNs) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
