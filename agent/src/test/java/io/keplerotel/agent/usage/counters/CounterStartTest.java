// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.perf.PerfCounter;
import io.keplerotel.agent.linux.perf.PerfEvent;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.linux.perf.PerfException;
import io.keplerotel.agent.linux.perf.PerfException.Reason;
import io.keplerotel.agent.testing.RecordingLogger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels that refuse events, on a machine of two CPUs. */
class CounterStartTest {
  private static final List<String> USUAL = List.of("cycles", "instructions", "cache-misses");

  @TempDir Path sysfs = Path.of("");

  private final RecordingLogger logger = new RecordingLogger();
  private final Refusing kernel = new Refusing();

  @BeforeEach
  void twoCpus() throws IOException {
    Path folder = Files.createDirectories(sysfs.resolve("devices/system/cpu"));
    Files.writeString(folder.resolve("online"), "0-1\n");
  }

  @Test
  void withoutAPmuOneLineSaysSoAndNothingIsLoaded() {
    USUAL.forEach(event -> kernel.refuse(event, 0, "No such file or directory"));
    assertThat(start().start(USUAL, "bpf")).isEmpty();
    assertThat(logger.lines())
        .singleElement()
        .asString()
        .startsWith(
            "INFO cpu.counters: nothing is counted: cannot count cycles, instructions, cache-misses on CPU 0: No such file or directory; zones")
        .contains("are divided by CPU time. A virtual machine has a PMU only where");
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void whereCpuTimeIsNotByBpfProcessesCouldNotBeJoinedSoNothingIsOpened() {
    assertThat(start().start(USUAL, "cgroup")).isEmpty();
    assertThat(logger.lines())
        .singleElement()
        .asString()
        .contains("nothing is counted, since CPU time is not read by BPF");
    assertThat(kernel.open).isEmpty();
  }

  @Test
  void anEventThatOpensOnSomeCpusOnlyIsLeftOutAndClosedWhereItWasOpen() {
    kernel.refuse("cache-misses", 1, "Device or resource busy");
    CounterStart.Tried tried = start().look(USUAL);
    assertThat(tried.counted()).containsExactly("cycles", "instructions");
    assertThat(tried.reasons())
        .containsExactly("cannot count cache-misses on CPU 1: Device or resource busy");
    assertThat(kernel.open).as("a look leaves nothing open").isEmpty();
  }

  @Test
  void siblingTimeNeedsNoPmuButTwoHardwareThreadsInACore() throws Exception {
    List<String> wanted = List.of("cycles", "sibling-time");
    kernel.refuse("cycles", 0, "No such file or directory");
    siblings("0", "1");
    assertThat(start().look(wanted).counted()).isEmpty();
    assertThat(start().look(wanted).why())
        .contains("no sibling-time, since each core has one hardware thread")
        .contains("zones are divided by CPU time");
    siblings("0-1", "0-1");
    CounterStart.Tried tried = start().look(wanted);
    assertThat(tried.counted()).containsExactly("sibling-time");
    assertThat(tried.why()).isEqualTo("cannot count cycles on CPU 0: No such file or directory");
    siblings("0-1", "zero");
    assertThat(start().look(wanted).reasons())
        .anySatisfy(
            why -> assertThat(why).startsWith("no sibling-time: ").contains("is no list of CPUs"));
  }

  @Test
  void whichEventCountsVectorInstructionsDependsOnTheCpu() throws Exception {
    List<String> wanted = List.of("vector-instructions", "r1a8");
    cpu("GenuineIntel", 6, 143);
    assertThat(start().look(wanted).counted()).containsExactly("vector-instructions", "r1a8");
    assertThat(kernel.asked)
        .contains(new PerfEvent("vector-instructions", 4, 0xfcc7), new PerfEvent("r1a8", 4, 0x1a8));
    cpu("AuthenticAMD", 25, 1);
    start().look(wanted);
    cpu("AuthenticAMD", 25, 17);
    start().look(wanted);
    cpu("AuthenticAMD", 26, 2);
    start().look(wanted);
    assertThat(kernel.asked)
        .filteredOn(event -> event.name().startsWith("vector"))
        .extracting(PerfEvent::config)
        .containsExactly(0xfcc7L, 0xfcc7L, 0xff03L, 0xff03L, 0x3808L, 0x3808L, 0x3808L, 0x3808L);
    cpu("GenuineIntel", 6, 63);
    CounterStart.Tried haswell = start().look(wanted);
    assertThat(haswell.counted()).containsExactly("r1a8");
    assertThat(haswell.why())
        .isEqualTo(
            "it is not known which event is vector-instructions on this CPU (GenuineIntel, family 6, model 63): its number may be given, as perf writes it, such as r3fc7");
  }

  private void siblings(String... lists) throws IOException {
    for (int cpu = 0; cpu < lists.length; cpu++) {
      Path topology =
          Files.createDirectories(
              sysfs.resolve("devices/system/cpu/cpu%d/topology".formatted(cpu)));
      Files.writeString(topology.resolve("thread_siblings_list"), lists[cpu] + "\n");
    }
  }

  /** Of the machine whose /proc is here too. */
  private void cpu(String vendor, int family, int model) throws IOException {
    Files.writeString(
        sysfs.resolve("cpuinfo"),
        "processor: 0\nvendor_id: %s\ncpu family: %d\nmodel: %d\n"
            .formatted(vendor, family, model));
  }

  @Test
  void aCpuThatComesBackIsOpenedAgain() throws Exception {
    try (OpenEvents events = new OpenEvents(kernel, List.of(0, 1))) {
      events.open(List.of(new PerfEvent("cycles", 0, 0), new PerfEvent("instructions", 0, 1)));
      events.forget(1);
      assertThat(events.cpus()).containsExactly(0);
      assertThat(events.descriptors(1)).isEmpty();
      events.reopen(1);
      assertThat(events.cpus()).containsExactlyInAnyOrder(0, 1);
      assertThat(events.descriptors(1)).hasSize(2);
      assertThat(kernel.open).hasSize(4);
    }
    assertThat(kernel.open).isEmpty();
  }

  private CounterStart start() {
    return new CounterStart(kernel, new HostFiles(sysfs, sysfs), logger);
  }

  /** A kernel that refuses some events. */
  private static final class Refusing implements PerfEvents {
    private final Map<String, String> refused = new HashMap<>();
    private final Set<Integer> open = new HashSet<>();
    private final List<PerfEvent> asked = new ArrayList<>();
    private int next = 3;

    void refuse(String event, int cpu, String why) {
      refused.put(event + cpu, why);
    }

    @Override
    public PerfCounter open(PerfEvent event, int cpu) throws PerfException {
      String why = refused.get(event.name() + cpu);
      if (why != null) {
        throw new PerfException(
            "cannot count %s on CPU %d: %s".formatted(event.name(), cpu, why), Reason.OTHER);
      }
      asked.add(event);
      int descriptor = next++;
      open.add(descriptor);
      return new PerfCounter() {
        @Override
        public long read() {
          return 0;
        }

        @Override
        public int descriptor() {
          return descriptor;
        }

        @Override
        public void close() {
          open.remove(descriptor);
        }
      };
    }
  }
}
