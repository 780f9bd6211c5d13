// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.linux.fs.CpuList;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which hardware threads share a core. */
final class Siblings {
  private static final String FIELD = "thread_siblings_list";

  private Siblings() {}

  /**
   * By CPU the other hardware thread of its core, of more than one the next; none for those that
   * have their core to themselves.
   */
  static Map<Integer, Integer> of(List<Integer> cpus, HostFiles files, SmallFile file)
      throws UnreadableException {
    Map<Integer, Integer> siblings = new HashMap<>();
    for (int cpu : cpus) {
      List<Integer> core = CpuList.read(file, files.cpuTopology(cpu, FIELD));
      int at = core.indexOf(cpu);
      if (at >= 0 && core.size() > 1) {
        siblings.put(cpu, core.get((at + 1) % core.size()));
      }
    }
    return siblings;
  }
}
