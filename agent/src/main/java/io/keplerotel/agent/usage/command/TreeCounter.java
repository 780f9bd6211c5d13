// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.command;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessKin;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.ProcessKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Follows the tree of processes below this one, where the command has no cgroup of its own: the CPU
 * time of those that are there, and what the kernel has added up of those that have ended and were
 * waited for. Orphans are still in the tree where this process takes them in.
 */
public final class TreeCounter implements CommandCounter {
  private final HostFiles files;
  private final int self;
  private final IntConsumer reap;
  private final SmallFile file = new SmallFile();
  private final Set<ProcessKey> before = new HashSet<>();
  private final long beforeNs;
  private OptionalInt root = OptionalInt.empty();
  private long usedNs;

  /**
   * Counts from now on; who is below this process already is not the command's.
   *
   * @param files with this process' own procfs
   * @param self pid of this process
   * @param reap lets an orphan go that has ended
   */
  public TreeCounter(HostFiles files, int self, IntConsumer reap) throws UnreadableException {
    this.files = files;
    this.self = self;
    this.reap = reap;
    Map<Integer, ProcessKin> all = all();
    below(all).forEach(kin -> before.add(kin.process()));
    beforeNs = own(all).waitedNs();
  }

  /** The command's first process, which Java itself lets go. */
  public void root(int pid) {
    root = OptionalInt.of(pid);
  }

  @Override
  public long cpuNs() throws UnreadableException {
    Map<Integer, ProcessKin> all = all();
    long sumNs = own(all).waitedNs() - beforeNs;
    List<ProcessKin> orphans = new ArrayList<>();
    for (ProcessKin kin : below(all)) {
      sumNs += kin.ownNs() + kin.waitedNs();
      if (kin.hasEnded() && kin.parent() == self && isNotRoot(kin)) {
        orphans.add(kin);
      }
    }
    // What they used is in the sum above, and from the next look on in what this process waited
    // for.
    orphans.forEach(orphan -> reap.accept(orphan.process().pid()));
    usedNs = Math.max(usedNs, sumNs);
    return usedNs;
  }

  @Override
  public int running() {
    try {
      return (int) below(all()).stream().filter(kin -> !kin.hasEnded()).count();
    } catch (UnreadableException ignored) {
      // Then nobody is known to run, and the reading of CPU time tells why.
      return 0;
    }
  }

  private boolean isNotRoot(ProcessKin kin) {
    return root.isPresent() && root.getAsInt() != kin.process().pid();
  }

  private ProcessKin own(Map<Integer, ProcessKin> all) throws UnreadableException {
    ProcessKin own = all.get(self);
    if (own == null) {
      throw UnreadableException.malformed(files.processStat(self), "this process is not in it");
    }
    return own;
  }

  /** Without those that were there before, and what is below them. */
  private List<ProcessKin> below(Map<Integer, ProcessKin> all) {
    Map<Integer, List<ProcessKin>> children = new HashMap<>();
    all.values()
        .forEach(kin -> children.computeIfAbsent(kin.parent(), pid -> new ArrayList<>()).add(kin));
    List<ProcessKin> found = new ArrayList<>();
    Deque<Integer> parents = new ArrayDeque<>(List.of(self));
    while (!parents.isEmpty()) {
      for (ProcessKin kin : children.getOrDefault(parents.pop(), List.of())) {
        if (!before.contains(kin.process())) {
          found.add(kin);
          parents.push(kin.process().pid());
        }
      }
    }
    return found;
  }

  private Map<Integer, ProcessKin> all() throws UnreadableException {
    Map<Integer, ProcessKin> all = new HashMap<>();
    for (int pid : files.processIds()) {
      try {
        ProcessKin.parse(pid, file.text(files.processStat(pid)))
            .ifPresent(kin -> all.put(pid, kin));
      } catch (UnreadableException ignored) {
        // It ended between being listed and being read: its parent has its time.
      }
    }
    return all;
  }
}
