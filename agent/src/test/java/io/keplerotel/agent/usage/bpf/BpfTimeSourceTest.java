// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.testing.BpfSources;
import io.keplerotel.agent.testing.HiddenEnds;
import io.keplerotel.agent.testing.Load;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.usage.CpuTimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The real programs, in this machine's kernel, on real processes. */
class BpfTimeSourceTest {
  private final List<CpuReading> readings = new ArrayList<>();

  @Test
  void timeUsedBeforeTheFirstReadingIsNobodys() {
    try (CpuTimeSource source = BpfSources.start()) {
      assertThat(source.read().busyNs()).isLessThan(2_000_000_000L);
    }
  }

  @Test
  void longLivedProcessesAreCountedAsTheKernelCountsThem() throws Exception {
    try (CpuTimeSource source = BpfSources.start();
        RealCgroup cgroup = RealCgroup.docker(RealCgroup.newId())) {
      source.read();
      Process process = cgroup.start(Load.busy(2));
      while (process.isAlive()) {
        readings.add(source.read());
        Thread.sleep(200);
      }
      finish(cgroup, source);
      assertWithin(0.005, usedIn(cgroup, source) / 1000, cgroup.usageUs());
    }
  }

  @Test
  void processesThatLiveBetweenTwoReadingsAreCountedInFull() throws Exception {
    try (HiddenEnds hidden = HiddenEnds.watch();
        CpuTimeSource source = BpfSources.start();
        RealCgroup cgroup = RealCgroup.docker(RealCgroup.newId())) {
      source.read();
      cgroup.start(Load.shortLived(300)).waitFor();
      finish(cgroup, source);
      long usedUs = usedIn(cgroup, source) / 1000;
      long unseen = unseen(hidden);
      System.out.printf("hidden by the kernel: %d of 301 processes%n", unseen);
      assertWithin(0.01, usedUs, cgroup.usageUs() * (301 - unseen) / 301);
      assertThat(sum(reading -> reading.ended().size()) + unseen).isGreaterThanOrEqualTo(301);
    }
  }

  @Test
  void aFullRingIsCountedAndSaid() throws Exception {
    try (HiddenEnds hidden = HiddenEnds.watch();
        CpuTimeSource source = BpfSources.start(4096);
        RealCgroup cgroup = RealCgroup.docker(RealCgroup.newId())) {
      source.read();
      cgroup.start(Load.shortLived(300)).waitFor();
      finish(cgroup, source);
      long lostUs = sum(CpuReading::lostNs) / 1000;
      assertThat(lostUs).isPositive();
      assertThat(sum(CpuReading::lostRecords)).isGreaterThan(100);
      assertThat(readings)
          .flatExtracting(CpuReading::faults)
          .extracting(Fault::message)
          .anyMatch(message -> message.contains("raise cpu.bpf.ring-size"));
      // Others of this machine may have ended too, so what is lost may be more, never less.
      assertThat(usedIn(cgroup, source) / 1000 + lostUs)
          .isGreaterThan((long) (cgroup.usageUs() * (0.99 - hidden.pids().size() / 301.0)));
    }
  }

  @Test
  void aNewCgroupTellsItsIdAndPath() {
    try (CpuTimeSource source = BpfSources.start();
        RealCgroup cgroup = RealCgroup.docker(RealCgroup.newId())) {
      List<CgroupBirth> births = source.read().births();
      assertThat(births)
          .contains(
              new CgroupBirth(
                  CgroupBirth.Hierarchy.UNIFIED,
                  cgroup.id(),
                  "/docker-" + cgroup.containerId() + ".scope"));
    }
  }

  @Test
  void tasksAreNamedByTheirProcess() {
    try (CpuTimeSource source = BpfSources.start()) {
      source.read();
      List<TaskTime> tasks = ownTasksAfterWork(source);
      assertThat(tasks)
          .isNotEmpty()
          .allSatisfy(task -> assertThat(task.command()).isEqualTo("java"))
          .allSatisfy(task -> assertThat(task.kind()).isEqualTo(Kind.USER));
      assertThat(ownTasksAfterWork(source))
          .extracting(TaskTime::process)
          .containsOnly(tasks.getFirst().process());
    }
  }

  @Test
  void kernelThreadsAreTold() throws Exception {
    try (CpuTimeSource source = BpfSources.start()) {
      source.read();
      List<TaskTime> tasks = new ArrayList<>();
      for (int i = 0; i < 50 && tasks.isEmpty(); i++) {
        Thread.sleep(100);
        source.read().tasks().stream()
            .filter(task -> task.kind() == Kind.KERNEL_THREAD)
            .forEach(tasks::add);
      }
      assertThat(tasks).extracting(TaskTime::command).anyMatch(name -> !name.isEmpty());
    }
  }

  @Test
  void anImpossibleRingIsRefused() {
    assertThatThrownBy(() -> new BpfSettings("", 0, 5000, true))
        .hasMessage("the ring's size must be a power of 2 of at least 4096 bytes, not 5000");
  }

  private static List<TaskTime> ownTasksAfterWork(CpuTimeSource source) {
    long untilNs = System.nanoTime() + 50_000_000;
    while (System.nanoTime() < untilNs) {
      Thread.onSpinWait();
    }
    int pid = (int) ProcessHandle.current().pid();
    return source.read().tasks().stream().filter(task -> task.process().pid() == pid).toList();
  }

  private static void assertWithin(double part, long countedUs, long truthUs) {
    System.out.printf("counted %d µs, cpu.stat %d µs%n", countedUs, truthUs);
    assertThat(countedUs / (double) truthUs).isCloseTo(1, within(part));
  }

  /** Processes that the kernel may have hidden, and that were indeed not seen. */
  private long unseen(HiddenEnds hidden) {
    Set<Integer> seen =
        readings.stream()
            .flatMap(reading -> reading.ended().stream())
            .map(ProcessKey::pid)
            .collect(Collectors.toSet());
    return hidden.pids().stream().filter(pid -> !seen.contains(pid)).count();
  }

  /** Reads until the last task has been freed by the kernel, some time after its end. */
  private void finish(RealCgroup cgroup, CpuTimeSource source) throws InterruptedException {
    cgroup.awaitEmpty();
    Thread.sleep(300);
    readings.add(source.read());
  }

  private long usedIn(RealCgroup cgroup, CpuTimeSource source) {
    readings.add(source.read());
    return sum(
        reading ->
            reading.tasks().stream()
                .filter(task -> task.cgroup().unified() == cgroup.id())
                .mapToLong(TaskTime::cpuNs)
                .sum());
  }

  private long sum(ToLongFunction<CpuReading> part) {
    return readings.stream().mapToLong(part).sum();
  }
}
