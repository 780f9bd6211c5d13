// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import io.keplerotel.agent.linux.fs.CgroupPaths;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessStat;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.ProcessKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who the processes are that use GPUs. For one thread. */
final class ProcessTable {
  /** A process may be moved to another cgroup, as runtimes do when they start one. */
  private static final int KNOWN_FOR_READS = 10;

  private final HostFiles files;
  private final CgroupTree tree;
  private final SmallFile file = new SmallFile();
  private final Map<Integer, Known> known = new HashMap<>();

  ProcessTable(HostFiles files, CgroupTree tree) {
    this.files = files;
    this.tree = tree;
  }

  /** A process, and where it sits. */
  record Entry(ProcessKey process, String command, CgroupKey cgroup) {}

  private record Known(Entry entry, int reads) {}

  /** Who this is; as it was last seen where it has just ended; empty where it was never seen. */
  Optional<Entry> find(int pid) {
    Known before = known.get(pid);
    if (before != null && before.reads() % KNOWN_FOR_READS != 0) {
      known.put(pid, new Known(before.entry(), before.reads() + 1));
      return Optional.of(before.entry());
    }
    Optional<Entry> now = read(pid);
    now.ifPresent(entry -> known.put(pid, new Known(entry, 1)));
    return now.isPresent() || before == null ? now : Optional.of(before.entry());
  }

  /** Forgets all others. */
  void keep(Set<Integer> pids) {
    known.keySet().retainAll(pids);
  }

  private Optional<Entry> read(int pid) {
    try {
      Optional<ProcessStat> stat = ProcessStat.parse(pid, file.bytes(files.processStat(pid)));
      if (stat.isEmpty()) {
        return Optional.empty();
      }
      String cgroups = file.text(files.processCgroup(pid));
      CgroupKey cgroup = tree.key(CgroupPaths.parse(cgroups, tree.controller()));
      return Optional.of(new Entry(stat.get().process(), stat.get().command(), cgroup));
    } catch (UnreadableException ignored) {
      // It has ended.
      return Optional.empty();
    }
  }
}
