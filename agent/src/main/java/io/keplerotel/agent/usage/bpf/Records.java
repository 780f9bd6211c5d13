// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.bpf;

import io.keplerotel.agent.linux.fs.KernelText;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.CpuReading.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects what the BPF programs wrote in one tick. The layouts are those of cpu_time.h. */
final class Records {
  private static final int RAN = 1;
  private static final int GONE = 2;
  private static final int CGROUP = 3;
  private static final int KTHREAD = 1;
  private static final int LEADER = 2;

  private static final int FLAGS = 4;
  private static final int UNIFIED_ID = 8;
  private static final int LEGACY_ID = 16;
  private static final int CPU_NS = 24;
  private static final int START_NS = 32;
  private static final int TGID = 40;
  private static final int COMM = 48;
  private static final int COMM_BYTES = 16;
  static final int TASK_BYTES = 64;

  private static final int HIERARCHY = 4;
  private static final int CGROUP_ID = 8;
  private static final int PATH = 16;
  private static final int PATH_BYTES = 512;

  private final List<TaskTime> tasks = new ArrayList<>();
  private final List<ProcessKey> ended = new ArrayList<>();
  private final List<CgroupBirth> births = new ArrayList<>();
  private final byte[] text = new byte[PATH_BYTES];

  /** Of the record before: neighbours often share both. */
  private CgroupKey lastCgroup = new CgroupKey(0, 0);

  private String lastCommand = "";
  private long lastCommandLow;
  private long lastCommandHigh;

  /** Takes the records of a walk, one after another. */
  void addAll(ByteBuffer buffer) {
    while (buffer.remaining() >= TASK_BYTES) {
      add(buffer);
      buffer.position(buffer.position() + TASK_BYTES);
    }
  }

  /** Takes the record at the buffer's position. */
  void add(ByteBuffer buffer) {
    int at = buffer.position();
    switch (buffer.getInt(at)) {
      case RAN, GONE -> addTask(buffer, at);
      case CGROUP -> addBirth(buffer, at);
      default -> throw new IllegalStateException("unknown BPF record " + buffer.getInt(at));
    }
  }

  CpuReading reading(long lostNs, long lostRecords, List<Fault> faults, Extent extent) {
    return new CpuReading(tasks, ended, births, lostNs, lostRecords, faults, extent);
  }

  private void addTask(ByteBuffer buffer, int at) {
    int flags = buffer.getInt(at + FLAGS);
    long cpuNs = buffer.getLong(at + CPU_NS);
    ProcessKey process = new ProcessKey(buffer.getInt(at + TGID), buffer.getLong(at + START_NS));
    if (cpuNs > 0) {
      tasks.add(
          new TaskTime(
              cgroup(buffer.getLong(at + UNIFIED_ID), buffer.getLong(at + LEGACY_ID)),
              process,
              command(buffer, at + COMM),
              (flags & KTHREAD) != 0 ? Kind.KERNEL_THREAD : Kind.USER,
              cpuNs));
    }
    if (buffer.getInt(at) == GONE && (flags & LEADER) != 0) {
      ended.add(process);
    }
  }

  private CgroupKey cgroup(long unified, long legacy) {
    if (lastCgroup.unified() != unified || lastCgroup.legacy() != legacy) {
      lastCgroup = new CgroupKey(unified, legacy);
    }
    return lastCgroup;
  }

  private String command(ByteBuffer buffer, int at) {
    long low = buffer.getLong(at);
    long high = buffer.getLong(at + Long.BYTES);
    if (low != lastCommandLow || high != lastCommandHigh) {
      lastCommandLow = low;
      lastCommandHigh = high;
      lastCommand = text(buffer, at, COMM_BYTES);
    }
    return lastCommand;
  }

  private void addBirth(ByteBuffer buffer, int at) {
    int length = copy(buffer, at + PATH, PATH_BYTES);
    births.add(
        new CgroupBirth(
            buffer.getInt(at + HIERARCHY) == 0 ? Hierarchy.UNIFIED : Hierarchy.LEGACY,
            buffer.getLong(at + CGROUP_ID),
            KernelText.decode(text, length),
            length == PATH_BYTES - 1 ? CgroupBirth.Extent.CUT : CgroupBirth.Extent.WHOLE));
  }

  private String text(ByteBuffer buffer, int at, int limit) {
    return KernelText.decode(text, copy(buffer, at, limit));
  }

  /** Copies up to the first 0, and returns how many bytes that were. */
  private int copy(ByteBuffer buffer, int at, int limit) {
    int length = 0;
    for (byte b = buffer.get(at); b != 0 && length < limit - 1; b = buffer.get(at + length)) {
      text[length++] = b;
    }
    return length;
  }
}
