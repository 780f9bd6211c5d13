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
import java.io.IOException;
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

  /**
   * CPUs 0 and 1 are told to be one core. On CPU 1 a process runs all the time, on CPU 0 one runs
   * half of the time: each of them has run beside the other for as long as that ran.
   */
  @Test
  void timeBesideABusySiblingIsThatInWhichBothRan(@TempDir Path sysfs) throws Exception {
    assumeTrue(new OnlineCpus(HostFiles.own()).getAsInt() > 1, "this machine has one CPU");
    try (EventSource events = start(oneCore(sysfs), List.of("sibling-time", "cpu-clock"))) {
      assertThat(events.events()).containsExactly("cpu-clock", "sibling-time");
      Process always = Shell.start("exec taskset -c 1 perl -e 'while (1) {}'");
      Process half =
          Shell.start(
              "exec taskset -c 0 perl -MTime::HiRes=clock_gettime,CLOCK_PROCESS_CPUTIME_ID -e 'while (1) { my $end = clock_gettime(CLOCK_PROCESS_CPUTIME_ID) + 0.01; while (clock_gettime(CLOCK_PROCESS_CPUTIME_ID) < $end) {} select(undef, undef, undef, 0.01); }'");
      try {
        events.read();
        long[] busyBefore = busyMs();
        for (int i = 0; i < 15; i++) {
          Thread.sleep(100);
          add(events.read());
        }
        double otherMs = busyMs()[0] - busyBefore[0];
        long[] ofAlways = counted((int) always.pid());
        long[] ofHalf = counted((int) half.pid());
        System.out.printf(
            "always: ran %.0f ms, %.0f beside; CPU 0 was busy for %.0f ms. half: ran %.0f ms, %.0f beside%n",
            ofAlways[0] / 1e6, ofAlways[1] / 1e6, otherMs, ofHalf[0] / 1e6, ofHalf[1] / 1e6);
        assertThat((double) ofHalf[1] / ofHalf[0]).isBetween(0.8, 1.02);
        assertThat(ofAlways[1] / 1e6).isBetween(ofHalf[0] / 1e6 * 0.8, otherMs * 1.1 + 50);
        assertThat(ofAlways[1]).isLessThanOrEqualTo((long) (ofAlways[0] * 1.02));
      } finally {
        always.destroyForcibly();
        half.destroyForcibly();
      }
    }
  }

  @Test
  void siblingTimeIsCountedWhereThereIsNoPmuAtAll(@TempDir Path sysfs) throws Exception {
    assumeTrue(new OnlineCpus(HostFiles.own()).getAsInt() > 1, "this machine has one CPU");
    try (EventSource events = start(oneCore(sysfs), List.of("sibling-time"))) {
      events.read();
      Process first = Shell.start("exec taskset -c 1 perl -e 'while (1) {}'");
      Process second = Shell.start("exec taskset -c 0 perl -e 'while (1) {}'");
      try {
        Thread.sleep(500);
        EventReading reading = events.read();
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.counts().extent()).isEqualTo(Extent.WHOLE);
        for (Process each : List.of(first, second)) {
          long besideNs =
              reading.counts().byProcess().entrySet().stream()
                  .filter(counts -> counts.getKey().pid() == each.pid())
                  .mapToLong(counts -> counts.getValue()[0])
                  .sum();
          assertThat(besideNs).isBetween(100_000_000L, 600_000_000L);
        }
      } finally {
        first.destroyForcibly();
        second.destroyForcibly();
      }
    }
  }

  private static HostFiles oneCore(Path sysfs) throws IOException {
    int cpus = new OnlineCpus(HostFiles.own()).getAsInt();
    for (int cpu = 0; cpu < cpus; cpu++) {
      Path topology =
          Files.createDirectories(
              sysfs.resolve("devices/system/cpu/cpu%d/topology".formatted(cpu)));
      Files.writeString(topology.resolve("thread_siblings_list"), cpu < 2 ? "0-1\n" : cpu + "\n");
    }
    Files.writeString(sysfs.resolve("devices/system/cpu/online"), "0-%d\n".formatted(cpus - 1));
    return new HostFiles(Path.of("/proc"), sysfs);
  }

  /** How long each CPU has been busy, ms. */
  private static long[] busyMs() throws IOException {
    return Files.readAllLines(Path.of("/proc/stat")).stream()
        .filter(line -> line.matches("cpu[0-9].*"))
        .mapToLong(
            line -> {
              String[] ticks = line.split(" ", -1);
              long busy = Long.parseLong(ticks[1]) + Long.parseLong(ticks[2]);
              return 10 * (busy + Long.parseLong(ticks[3]));
            })
        .toArray();
  }

  private long[] counted(int pid) {
    return counted.entrySet().stream()
        .filter(each -> each.getKey().pid() == pid)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static void runOnCpu(int cpu) throws InterruptedException {
    Shell.start(Load.busyOnCpu(cpu, 0.02)).waitFor();
  }

  private static EventSource start() {
    return start(HostFiles.own());
  }

  private static EventSource start(HostFiles files) {
    return start(files, List.of("cpu-clock", "page-faults"));
  }

  private static EventSource start(HostFiles files, List<String> wanted) {
    Optional<EventSource> source =
        new CounterStart(new KernelPerfEvents(), files, new RecordingLogger()).start(wanted, "bpf");
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
