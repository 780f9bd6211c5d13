// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.linux.fs.CpuList;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;
import io.keplerotel.agent.linux.perf.KernelPerfEvents;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.usage.EventSource;
import io.keplerotel.agent.usage.bpf.BpfTimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts counting what can be counted, and says what cannot. For one thread. */
public final class CounterStart {
  private static final String ADVICE =
      "zones are divided by CPU time. A virtual machine has a PMU only where its host gives it one; the right that is needed is CAP_PERFMON";

  /** Stands for the names of events in a reason. */
  private static final String NAMES = "\u0000";

  private final PerfEvents kernel;
  private final HostFiles files;
  private final Logger log;

  /** In the running kernel. */
  public CounterStart(HostFiles files) {
    this(new KernelPerfEvents(), files, System.getLogger(CounterStart.class.getName()));
  }

  CounterStart(PerfEvents kernel, HostFiles files, Logger log) {
    this.kernel = kernel;
    this.files = files;
    this.log = log;
  }

  /**
   * What came of a try.
   *
   * @param counted events that can be counted on all CPUs
   * @param reasons why others cannot, each reason once
   */
  public record Tried(List<String> counted, List<String> reasons) {
    /** Takes copies of the lists. */
    public Tried {
      counted = List.copyOf(counted);
      reasons = List.copyOf(reasons);
    }

    /** One line: why something is not counted, and what that means. */
    public String why() {
      return String.join(", ", reasons) + "; " + ADVICE;
    }
  }

  /** Opens the events and closes them again; nothing is loaded. */
  public Tried look(List<String> wanted) {
    try (OpenEvents open = open(wanted)) {
      return tried(open);
    } catch (UnreadableException e) {
      return new Tried(List.of(), List.of(e.getMessage()));
    }
  }

  /**
   * Empty where nothing can be counted, which is said once.
   *
   * @param wanted names of events
   * @param cpuTime who reads CPU time; only BPF knows to the nanosecond when a process began
   */
  Optional<EventSource> start(List<String> wanted, String cpuTime) {
    if (!cpuTime.equals(BpfTimeSource.NAME)) {
      log.log(
          Level.INFO,
          "cpu.counters: nothing is counted, since CPU time is not read by BPF; zones are divided by CPU time");
      return Optional.empty();
    }
    try {
      return start(open(wanted));
    } catch (UnreadableException e) {
      log.log(Level.INFO, "cpu.counters: nothing is counted: {0}; {1}", e.getMessage(), ADVICE);
      return Optional.empty();
    }
  }

  private Optional<EventSource> start(OpenEvents open) {
    Tried tried = tried(open);
    if (tried.counted().isEmpty()) {
      log.log(Level.INFO, "cpu.counters: nothing is counted: {0}", tried.why());
      return Optional.empty();
    }
    try {
      EventSource source = BpfEventSource.start(open, files);
      String counted = String.join(", ", tried.counted());
      log.log(Level.INFO, "cpu.counters: counted for each process: {0}", counted);
      if (!tried.reasons().isEmpty()) {
        log.log(Level.INFO, "cpu.counters: left out: {0}", String.join(", ", tried.reasons()));
      }
      return Optional.of(source);
    } catch (BpfUnavailableException e) {
      open.close();
      log.log(Level.INFO, "cpu.counters: nothing is counted: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private OpenEvents open(List<String> wanted) throws UnreadableException {
    OpenEvents open = new OpenEvents(kernel);
    open.open(
        wanted.stream().map(CountedEvent::of).flatMap(Optional::stream).toList(),
        CpuList.read(new SmallFile(), files.onlineCpus()));
    return open;
  }

  private static Tried tried(OpenEvents open) {
    return new Tried(open.events().stream().map(CountedEvent::text).toList(), reasons(open));
  }

  /** Events that fail for one reason are told together. */
  private static List<String> reasons(OpenEvents open) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    open.leftOut()
        .forEach(
            (event, why) ->
                names
                    .computeIfAbsent(why.replace(event.text(), NAMES), first -> new ArrayList<>())
                    .add(event.text()));
    return names.entrySet().stream()
        .map(each -> each.getKey().replace(NAMES, String.join(", ", each.getValue())))
        .toList();
  }
}
