// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OnlineCpus;
import io.keplerotel.agent.linux.perf.KernelPerfEvents;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.testing.BpfSources;
import io.keplerotel.agent.testing.Load;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.EventReading;
import io.keplerotel.agent.usage.EventSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real programs in this machine's kernel, with events that every kernel counts. Events of a PMU
 * are read by the same calls.
 */
class BpfEventSourceTest {
  private static final int CLOCK = 0;
  private static final int FAULTS = 1;

  private final Map<ProcessKey, long[]> counted = new HashMap<>();

  @Test
  void theClockOfAProcessIsItsCpuTimeThoughItNeverStops() throws Exception {
    try (EventSource events = start();
        CpuTimeSource time = BpfSources.start()) {
      events.read();
      time.read();
      Process busy = Shell.start(Load.busy(30));
      try {
        Map<ProcessKey, Long> cpuNs = new HashMap<>();
        for (int i = 0; i < 4; i++) {
          Thread.sleep(100);
          add(time.read(), cpuNs);
          add(events.read());
        }
        int pid = (int) busy.pid();
        Set<Integer> family = family(busy);
        long usedNs = sum(cpuNs, family);
        long clockNs = counted(family, CLOCK);
        System.out.printf("cpu-clock of %d: %d ns, CPU time %d ns%n", pid, clockNs, usedNs);
        assertThat(usedNs).isGreaterThan(50_000_000);
        assertThat((double) clockNs / usedNs).isBetween(0.9, 1.1);
      } finally {
        busy.descendants().forEach(ProcessHandle::destroyForcibly);
        busy.destroyForcibly();
      }
    }
  }

  @Test
  void pageFaultsAreCountedAsTheKernelCountsThemForTheProcess() throws Exception {
    try (EventSource events = start()) {
      events.read();
      String[] few = Shell.run(faults(3_000)).strip().split(" ", -1);
      String[] many = Shell.run(faults(9_000)).strip().split(" ", -1);
      long fewTruth = Long.parseLong(few[1]);
      long manyTruth = Long.parseLong(many[1]);
      add(events.read());
      long fewCounted = counted(Set.of(Integer.parseInt(few[0])), FAULTS);
      long manyCounted = counted(Set.of(Integer.parseInt(many[0])), FAULTS);
      System.out.printf(
          "page-faults: %d and %d counted, %d and %d by /proc%n",
          fewCounted, manyCounted, fewTruth, manyTruth);
      // What comes after the process has asked for its figure, at its end, is not in it.
      assertThat(fewCounted).isBetween(fewTruth, fewTruth + 300);
      assertThat(manyCounted).isBetween(manyTruth, manyTruth + 300);
    }
  }

  @Test
  void theFirstReadingIsABaselineAndTheNextHasAllOrNothing() throws Exception {
    try (EventSource events = start()) {
      EventReading first = events.read();
      assertThat(first.counts().byProcess()).isEmpty();
      assertThat(first.counts().extent()).isEqualTo(Extent.PARTIAL);
      Thread.sleep(50);
      EventCounts next = events.read().counts();
      assertThat(next.extent()).isEqualTo(Extent.WHOLE);
      assertThat(next.events()).containsExactly("cpu-clock", "page-faults");
      assertThat(next.byProcess()).isNotEmpty();
      assertThat(next.lost()).containsExactly(0L, 0L);
    }
  }

  /** The agent is told of one CPU only, so that the others are as those that came online since. */
  @Test
  void whatRunsWhereNothingIsCountedMakesTheReadingPartialUntilThatCpuIsFollowed(
      @TempDir Path sysfs) throws Exception {
    int cpus = new OnlineCpus(HostFiles.own()).getAsInt();
    assumeTrue(cpus > 1, "this machine has one CPU");
    Path online = Files.createDirectories(sysfs.resolve("devices/system/cpu")).resolve("online");
    Files.writeString(online, "0\n");
    try (EventSource events = start(new HostFiles(Path.of("/proc"), sysfs))) {
      events.read();
      runOnCpu(1);
      EventReading blind = events.read();
      assertThat(blind.counts().extent()).isEqualTo(Extent.PARTIAL);
      assertThat(blind.faults())
          .extracting(Fault::message)
          .singleElement()
          .asString()
          .startsWith("the kernel could not read an event in ");
      Files.writeString(online, "0-%d\n".formatted(cpus - 1));
      events.read();
      runOnCpu(1);
      EventReading whole = events.read();
      assertThat(whole.faults()).isEmpty();
      assertThat(whole.counts().extent()).isEqualTo(Extent.WHOLE);
    }
  }

  private static void runOnCpu(int cpu) throws InterruptedException {
    Shell.start(Load.busyOnCpu(cpu, 0.02)).waitFor();
  }

  private static EventSource start() {
    return start(HostFiles.own());
  }

  private static EventSource start(HostFiles files) {
    Optional<EventSource> source =
        new CounterStart(new KernelPerfEvents(), files, new RecordingLogger())
            .start(List.of("cpu-clock", "page-faults"), "bpf");
    Requirement.BPF.unless(source.isPresent(), "perf events cannot be counted by BPF here");
    return source.orElseThrow();
  }

  /** Touches so many pages, and prints its PID and how many faults it has had. */
  private static String faults(int pages) {
    return """
        exec perl -e 'my $block = "x" x (4096 * %d);
        open my $f, "<", "/proc/self/stat"; my @s = split / /, <$f>;
        print "$$ ", $s[9] + $s[11], "\\n"'"""
        .formatted(pages);
  }

  private static Set<Integer> family(Process process) {
    Set<Integer> pids = new HashSet<>(Set.of((int) process.pid()));
    process.descendants().forEach(each -> pids.add((int) each.pid()));
    return pids;
  }

  private static void add(CpuReading reading, Map<ProcessKey, Long> to) {
    for (TaskTime task : reading.tasks()) {
      to.merge(task.process(), task.cpuNs(), Long::sum);
    }
  }

  private void add(EventReading reading) {
    assertThat(reading.faults()).isEmpty();
    reading
        .counts()
        .byProcess()
        .forEach(
            (process, counts) ->
                counted.merge(
                    process,
                    counts.clone(),
                    (a, b) -> new long[] {a[CLOCK] + b[CLOCK], a[FAULTS] + b[FAULTS]}));
  }

  private long counted(Set<Integer> pids, int event) {
    return counted.entrySet().stream()
        .filter(each -> pids.contains(each.getKey().pid()))
        .mapToLong(each -> each.getValue()[event])
        .sum();
  }

  private static long sum(Map<ProcessKey, Long> ns, Set<Integer> pids) {
    return ns.entrySet().stream()
        .filter(each -> pids.contains(each.getKey().pid()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
