// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TaskTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one process of what several sources tell of it. BPF knows to the nanosecond when it
 * started, files in /proc in steps of 10 ms. Used by the sampler's thread only.
 */
final class ProcessKeys {
  private static final long STEP_NS = 10_000_000;

  private final Map<Integer, ProcessKey> byPid = new HashMap<>();

  /** Notes how those that used something else are known by their CPU time. */
  void learn(List<TaskTime> tasks, List<ProcessUse> uses) {
    if (uses.isEmpty()) {
      byPid.clear();
      return;
    }
    Set<Integer> pids = new HashSet<>();
    uses.forEach(use -> pids.add(use.process().pid()));
    byPid.keySet().retainAll(pids);
    for (TaskTime task : tasks) {
      if (pids.contains(task.process().pid())) {
        byPid.put(task.process().pid(), task.process());
      }
    }
  }

  /** The same process, as its CPU time is known by; itself where that was not seen. */
  ProcessKey of(ProcessKey key) {
    ProcessKey known = byPid.getOrDefault(key.pid(), key);
    return Math.abs(known.startNs() - key.startNs()) < STEP_NS ? known : key;
  }
}
