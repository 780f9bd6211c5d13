// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.bpf;

import io.keplerotel.agent.linux.libbpf.BpfIterator;
import io.keplerotel.agent.linux.libbpf.BpfObject;
import io.keplerotel.agent.linux.libbpf.BpfReadException;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;
import io.keplerotel.agent.linux.libbpf.PerCpuCounters;
import io.keplerotel.agent.linux.libbpf.RingBuffer;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.CpuReading.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.usage.CpuTimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CPU time of every task from the programs in cpu_time.bpf.c: a walk over the living, a ring of the
 * ended, and the names of new cgroups.
 */
public final class BpfTimeSource implements CpuTimeSource {
  /** Its key in the configuration. */
  public static final String NAME = "bpf";

  private static final String OBJECT = "/io/keplerotel/bpf/cpu_time.bpf.o";
  private static final int LOST_RECORDS = 0;
  private static final int LOST_NS = 1;
  private static final int LOST_CGROUPS = 2;

  private static final Fault BLIND =
      Fault.disabling(
          "pid namespace",
          "the agent is not in the host's PID namespace, so that it sees the tasks of its own only and the figures are wrong; run it with hostPID: true (podman, docker: --pid=host)");

  private final BpfObject object;
  private final BpfIterator walk;
  private final RingBuffer events;
  private final PerCpuCounters losses;
  private final List<Fault> lastingFaults;
  private long[] lost = new long[3];

  /** What was taken from the kernel and not returned yet; more than empty only after a failure. */
  private Records unread = new Records();

  private BpfTimeSource(
      BpfObject object,
      BpfIterator walk,
      RingBuffer events,
      PerCpuCounters losses,
      List<Fault> lastingFaults) {
    this.object = object;
    this.walk = walk;
    this.events = events;
    this.losses = losses;
    this.lastingFaults = lastingFaults;
  }

  /** Loads and attaches the programs, and takes the baseline of all running tasks. */
  public static BpfTimeSource start(BpfSettings settings) throws BpfUnavailableException {
    BpfObject object = BpfObject.open(elf());
    try {
      write(settings, object.bootTimeNs(), object.constants());
      object.resize("events", settings.ringBytes());
      object.load();
      object.attach("gone");
      object.attach("made");
      return new BpfTimeSource(
          object,
          object.attachIterator("walk"),
          object.ringBuffer("events"),
          object.perCpuCounters("losses"),
          settings.seesAllTasks() ? List.of() : List.of(BLIND));
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
  public CpuReading read() {
    List<Fault> faults = new ArrayList<>(lastingFaults);
    Extent extent = Extent.WHOLE;
    try {
      walk.read(unread::addAll);
    } catch (BpfReadException e) {
      faults.add(
          Fault.disabling("walk", e.getMessage() + "; CPU time is counted at the next tick"));
      extent = Extent.PARTIAL;
    }
    events.drain(unread::add);
    long[] lostNow = newlyLost(faults);
    Records records = unread;
    unread = new Records();
    return records.reading(
        lostNow[LOST_NS], lostNow[LOST_RECORDS] + lostNow[LOST_CGROUPS], faults, extent);
  }

  @Override
  public void close() {
    events.close();
    object.close();
  }

  private long[] newlyLost(List<Fault> faults) {
    long[] since = new long[lost.length];
    try {
      long[] sums = losses.sums();
      Arrays.setAll(since, i -> sums[i] - lost[i]);
      lost = sums;
    } catch (BpfReadException e) {
      faults.add(new Fault("losses", e.getMessage()));
    }
    if (since[LOST_RECORDS] + since[LOST_CGROUPS] > 0) {
      faults.add(
          new Fault(
              "ring",
              "the BPF ring is full: the CPU time of %d ended tasks is unattributed, %d new cgroups have no name yet; raise cpu.bpf.ring-size"
                  .formatted(since[LOST_RECORDS], since[LOST_CGROUPS])));
    }
    return since;
  }

  /** Fills {@code struct settings} of cpu_time.h. */
  private static void write(BpfSettings settings, long sinceBootNs, ByteBuffer constants) {
    constants.putLong(0, sinceBootNs);
    constants.putInt(8, settings.controllerIndex());
    constants.putInt(12, settings.hierarchyOrNone());
  }

  private static byte[] elf() {
    try (InputStream in = BpfTimeSource.class.getResourceAsStream(OBJECT)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + OBJECT);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
