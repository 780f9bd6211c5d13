// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.config.EventNames;
import io.keplerotel.agent.linux.fs.CpuIdentity;
import io.keplerotel.agent.linux.fs.CpuList;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;
import io.keplerotel.agent.linux.perf.KernelPerfEvents;
import io.keplerotel.agent.linux.perf.PerfEvent;
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

    /** One line: why something is not counted, and, where nothing is, what that means. */
    public String why() {
      return String.join("; ", reasons) + (counted.isEmpty() ? "; " + ADVICE : "");
    }
  }

  /** Opens the events and closes them again; nothing is loaded. */
  public Tried look(List<String> wanted) {
    try (Opened opened = open(wanted)) {
      return opened.tried();
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

  private Optional<EventSource> start(Opened opened) {
    Tried tried = opened.tried();
    if (tried.counted().isEmpty()) {
      log.log(Level.INFO, "cpu.counters: nothing is counted: {0}", tried.why());
      return Optional.empty();
    }
    try {
      EventSource source = BpfEventSource.start(opened.events(), opened.siblings(), files);
      String counted = String.join(", ", tried.counted());
      log.log(Level.INFO, "cpu.counters: counted for each process: {0}", counted);
      if (!tried.reasons().isEmpty()) {
        log.log(Level.INFO, "cpu.counters: left out: {0}", tried.why());
      }
      return Optional.of(source);
    } catch (BpfUnavailableException e) {
      opened.close();
      log.log(Level.INFO, "cpu.counters: nothing is counted: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /** What can be counted is open. */
  private record Opened(
      OpenEvents events, Map<Integer, Integer> siblings, Map<String, String> leftOut)
      implements AutoCloseable {
    Tried tried() {
      List<String> counted = new ArrayList<>();
      events.events().forEach(event -> counted.add(event.name()));
      if (!siblings.isEmpty()) {
        counted.add(EventNames.SIBLING_TIME);
      }
      return new Tried(counted, reasons(leftOut));
    }

    @Override
    public void close() {
      events.close();
    }
  }

  private Opened open(List<String> wanted) throws UnreadableException {
    SmallFile file = new SmallFile();
    List<Integer> cpus = CpuList.read(file, files.onlineCpus());
    OpenEvents open = new OpenEvents(kernel, cpus);
    Map<String, String> leftOut = new LinkedHashMap<>();
    CpuIdentity cpu = CpuIdentity.of(ProcessorTable.read(files));
    List<PerfEvent> events = new ArrayList<>();
    for (String name : wanted) {
      if (!name.equals(EventNames.SIBLING_TIME)) {
        EventTable.event(name, cpu)
            .ifPresentOrElse(events::add, () -> leftOut.put(name, unknown(name, cpu)));
      }
    }
    open.open(events);
    leftOut.putAll(open.leftOut());
    Map<Integer, Integer> siblings =
        wanted.contains(EventNames.SIBLING_TIME) ? siblings(cpus, file, leftOut) : Map.of();
    return new Opened(open, siblings, leftOut);
  }

  private Map<Integer, Integer> siblings(
      List<Integer> cpus, SmallFile file, Map<String, String> leftOut) {
    try {
      Map<Integer, Integer> siblings = Siblings.of(cpus, files, file);
      if (siblings.isEmpty()) {
        leftOut.put(
            EventNames.SIBLING_TIME,
            "no %s, since each core has one hardware thread".formatted(EventNames.SIBLING_TIME));
      }
      return siblings;
    } catch (UnreadableException e) {
      leftOut.put(
          EventNames.SIBLING_TIME, "no %s: %s".formatted(EventNames.SIBLING_TIME, e.getMessage()));
      return Map.of();
    }
  }

  private static String unknown(String name, CpuIdentity cpu) {
    return "it is not known which event is %s on this CPU (%s, family %d, model %d): its number may be given, as perf writes it, such as r3fc7"
        .formatted(name, cpu.vendor(), cpu.family(), cpu.model());
  }

  /** Events that fail for one reason are told together. */
  private static List<String> reasons(Map<String, String> leftOut) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    leftOut.forEach(
        (event, why) ->
            names
                .computeIfAbsent(why.replace(event, NAMES), first -> new ArrayList<>())
                .add(event));
    return names.entrySet().stream()
        .map(each -> each.getKey().replace(NAMES, String.join(", ", each.getValue())))
        .toList();
  }
}
