// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.config.EventNames;
import io.keplerotel.agent.linux.fs.CpuList;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.libbpf.BpfCall;
import io.keplerotel.agent.linux.libbpf.BpfObject;
import io.keplerotel.agent.linux.libbpf.BpfReadException;
import io.keplerotel.agent.linux.libbpf.BpfTable;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;
import io.keplerotel.agent.linux.libbpf.PerCpuCounters;
import io.keplerotel.agent.linux.perf.PerfEvent;
import io.keplerotel.agent.linux.perf.PerfException;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.usage.EventReading;
import io.keplerotel.agent.usage.EventSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Events by process from the programs in counters.bpf.c, which read them at each switch of the
 * scheduler, and how long each ran beside a busy sibling; before each reading the agent has them
 * read on every CPU on which somebody runs.
 */
public final class BpfEventSource implements EventSource {
  /** Its name in faults. */
  public static final String NAME = "counters";

  private static final String OBJECT = "/io/keplerotel/bpf/counters.bpf.o";
  private static final String PERF_EVENTS = "perf_events";
  private static final String BUSY_TIMES = "busy_times";
  private static final String SIBLINGS = "siblings";

  /** Of {@code struct cpu_state}. */
  private static final int BUSY = 0;

  private static final int UNREAD = 1;
  private static final int LOST = 2;

  private final BpfObject object;
  private final BpfTable processes;
  private final PerCpuCounters states;
  private final BpfCall flush;
  private final OpenEvents open;
  private final List<String> names;
  private final HostFiles files;
  private final SmallFile file = new SmallFile();
  private final ProcessCounts counts;
  private final int possibleCpus;
  private long[] before = new long[LOST + ProcessCounts.MOST];
  private boolean begins = true;

  private BpfEventSource(
      BpfObject object, OpenEvents open, Map<Integer, Integer> siblings, HostFiles files)
      throws BpfReadException, BpfUnavailableException {
    this.object = object;
    this.open = open;
    this.files = files;
    this.names = names(open, siblings);
    this.counts = new ProcessCounts(names);
    this.possibleCpus = object.possibleCpus();
    ByteBuffer constants = object.constants();
    constants.putInt(0, possibleCpus);
    constants.putInt(Integer.BYTES, open.events().size());
    constants.putInt(2 * Integer.BYTES, siblings.isEmpty() ? 0 : 1);
    object.resize(PERF_EVENTS, possibleCpus * Math.max(1, open.events().size()));
    object.resize(BUSY_TIMES, possibleCpus);
    object.resize(SIBLINGS, possibleCpus);
    object.load();
    for (int cpu = 0; cpu < possibleCpus; cpu++) {
      object.put(SIBLINGS, cpu, siblings.getOrDefault(cpu, cpu));
    }
    this.processes = object.table("processes");
    this.states = object.perCpuCounters("cpu_states");
    this.flush = object.call("flush");
    for (int cpu : open.cpus()) {
      handOver(cpu);
    }
    object.attach("switched");
  }

  /**
   * Loads and attaches the programs.
   *
   * @param open what is to be counted; closed with the source
   * @param siblings by CPU the other hardware thread of its core, where the time in which it is
   *     busy is to be counted too; otherwise none
   */
  static BpfEventSource start(OpenEvents open, Map<Integer, Integer> siblings, HostFiles files)
      throws BpfUnavailableException {
    BpfObject object = BpfObject.open(elf());
    try {
      return new BpfEventSource(object, open, siblings, files);
    } catch (BpfReadException e) {
      object.close();
      throw new BpfUnavailableException(e.getMessage());
    } catch (BpfUnavailableException e) {
      object.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> events() {
    return names;
  }

  @Override
  public EventReading read() {
    List<Fault> faults = new ArrayList<>();
    List<Long> lost = Collections.nCopies(names.size(), 0L);
    boolean isBaseline = begins;
    try {
      followCpus(faults);
      flush();
      processes.forEach(counts::add);
      long[] since = since();
      lost = LongStream.of(since).skip(LOST).limit(names.size()).boxed().toList();
      if (since[UNREAD] > 0 && !isBaseline) {
        faults.add(unread(since[UNREAD]));
      }
      counts.letGo().forEach(processes::remove);
      begins = false;
    } catch (BpfReadException e) {
      faults.add(
          Fault.disabling("table", e.getMessage() + "; zones are divided by CPU time meanwhile"));
      begins = true; // The next reading will be of more than its own tick.
    }
    EventCounts counted = counts.counts(lost, faults.isEmpty() ? Extent.WHOLE : Extent.PARTIAL);
    return new EventReading(isBaseline ? nothing(counted) : counted, faults);
  }

  @Override
  public void close() {
    object.close();
    open.close();
  }

  private static List<String> names(OpenEvents open, Map<Integer, Integer> siblings) {
    List<String> names = new ArrayList<>(open.events().stream().map(PerfEvent::name).toList());
    if (!siblings.isEmpty()) {
      names.add(EventNames.SIBLING_TIME);
    }
    return List.copyOf(names);
  }

  /** What was counted before the first reading belongs to no tick. */
  private static EventCounts nothing(EventCounts counted) {
    return new EventCounts(
        counted.events(),
        Map.of(),
        Collections.nCopies(counted.events().size(), 0L),
        Extent.PARTIAL);
  }

  private static Fault unread(long times) {
    return Fault.disabling(
        "events",
        "the kernel could not read an event in %d switches, as after another CPU came online; zones are divided by CPU time meanwhile"
            .formatted(times));
  }

  /** What tasks counted that go on running would else be known when they stop. */
  private void flush() throws BpfReadException {
    long[][] byCpu = states.byCpu();
    for (int cpu : open.cpus()) {
      if (begins || byCpu[cpu][BUSY] != 0) {
        flush.runOn(cpu);
      }
    }
  }

  private long[] since() throws BpfReadException {
    long[] now = states.sums();
    long[] since = new long[before.length];
    Arrays.setAll(since, i -> now[i] - before[i]);
    before = Arrays.copyOf(now, before.length);
    return since;
  }

  private void followCpus(List<Fault> faults) throws BpfReadException {
    try {
      List<Integer> online = CpuList.read(file, files.onlineCpus());
      for (int cpu : open.cpus()) {
        if (!online.contains(cpu)) {
          open.forget(cpu);
        }
      }
      for (int cpu : online) {
        if (cpu < possibleCpus && !open.cpus().contains(cpu)) {
          open.reopen(cpu);
          handOver(cpu);
        }
      }
    } catch (UnreadableException | PerfException e) {
      faults.add(
          Fault.disabling("CPUs", e.getMessage() + "; zones are divided by CPU time meanwhile"));
    }
  }

  private void handOver(int cpu) throws BpfReadException {
    List<Integer> descriptors = open.descriptors(cpu);
    for (int event = 0; event < descriptors.size(); event++) {
      object.put(PERF_EVENTS, event * possibleCpus + cpu, descriptors.get(event));
    }
  }

  private static byte[] elf() {
    try (InputStream in = BpfEventSource.class.getResourceAsStream(OBJECT)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + OBJECT);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
