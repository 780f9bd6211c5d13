// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import io.keplerotel.agent.linux.fs.CgroupPaths;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessStat;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.fs.UnreadableException.Reason;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CPU time of each process since the reading before. */
final class ProcessTimes {
  private static final int YOUNG_READS = 5;
  private static final int REFRESH_READS = 10;

  private final HostFiles files;
  private final CgroupTree tree;
  private final SmallFile file = new SmallFile();
  private final Map<String, CgroupKey> keys = new HashMap<>();
  private Map<ProcessKey, Seen> processes = new HashMap<>();
  private boolean hasBaseline;

  /** What is kept of a process; {@code reads} counts since it was first seen. */
  private record Seen(long cpuNs, int reads, Optional<CgroupKey> cgroup) {}

  /**
   * A reading.
   *
   * @param tasks processes that ran
   * @param ended processes that are gone
   */
  record Result(List<TaskTime> tasks, List<ProcessKey> ended) {}

  /** Assigns. */
  ProcessTimes(HostFiles files, CgroupTree tree) {
    this.files = files;
    this.tree = tree;
  }

  /** Reads. The first time, nobody is said to have run. */
  Result read(CgroupKey root) throws UnreadableException {
    keys.clear();
    List<TaskTime> tasks = new ArrayList<>();
    Map<ProcessKey, Seen> now = new HashMap<>();
    for (int pid : files.processIds()) {
      stat(pid).ifPresent(stat -> now.put(stat.process(), advance(stat, root, tasks)));
    }
    List<ProcessKey> ended = new ArrayList<>(processes.keySet());
    ended.removeAll(now.keySet());
    processes = now;
    hasBaseline = true;
    return new Result(tasks, ended);
  }

  private Seen advance(ProcessStat stat, CgroupKey root, List<TaskTime> tasks) {
    Seen before = processes.get(stat.process());
    if (before == null) {
      // Who was not there at the last reading has started since, so that all its time is new.
      before = new Seen(hasBaseline ? 0 : stat.cpuNs(), 0, Optional.empty());
    }
    long deltaNs = stat.cpuNs() - before.cpuNs();
    if (deltaNs <= 0) {
      return new Seen(before.cpuNs(), before.reads() + 1, before.cgroup());
    }
    Optional<CgroupKey> cgroup =
        stat.kind() == Kind.KERNEL_THREAD ? Optional.of(root) : cgroup(stat, before, root);
    cgroup
        .map(key -> new TaskTime(key, stat.process(), stat.command(), stat.kind(), deltaNs))
        .ifPresent(tasks::add);
    return new Seen(stat.cpuNs(), before.reads() + 1, cgroup);
  }

  /**
   * Young processes are on the move, as runtimes start containers so; old ones hardly ever. Empty
   * where it cannot be told, such as in a cgroup that is too deep: its own count, or that of the
   * last one above it that can be seen, has the time.
   */
  private Optional<CgroupKey> cgroup(ProcessStat stat, Seen before, CgroupKey root) {
    boolean isStale = before.reads() < YOUNG_READS || before.reads() % REFRESH_READS == 0;
    if (before.cgroup().isPresent() && !isStale) {
      return before.cgroup();
    }
    try {
      String text = file.text(files.processCgroup(stat.process().pid()));
      return Optional.of(
          keys.computeIfAbsent(
              text, paths -> tree.key(CgroupPaths.parse(paths, tree.controller()))));
    } catch (UnreadableException e) {
      // It ended just now: where it was last is as good as can be had.
      return e.reason() == Reason.MISSING
          ? Optional.of(before.cgroup().orElse(root))
          : Optional.empty();
    }
  }

  private Optional<ProcessStat> stat(int pid) {
    try {
      return ProcessStat.parse(pid, file.bytes(files.processStat(pid)));
    } catch (UnreadableException ignored) {
      // It ended between being listed and being read.
      return Optional.empty();
    }
  }
}
