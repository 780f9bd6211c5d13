// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import io.keplerotel.agent.linux.fs.ProcessStat;
import java.util.OptionalLong;

/** CPU time in the kernel's other files. */
public final class KernelCounters {
  private static final String USAGE = "usage_usec ";
  private static final long NS_PER_USEC = 1_000;
  // user nice system idle iowait irq softirq; guest time is in user, steal is not ours.
  private static final int[] BUSY_FIELDS = {1, 2, 3, 6, 7};

  private KernelCounters() {}

  /** Usage of a v2 cgroup and all below it, ns, from {@code cpu.stat}. */
  public static OptionalLong usageNs(String cpuStat) {
    return cpuStat
        .lines()
        .filter(line -> line.matches(USAGE + "[0-9]{1,15}"))
        .mapToLong(line -> Long.parseLong(line.substring(USAGE.length())) * NS_PER_USEC)
        .findFirst();
  }

  /** Busy time of all CPUs since boot, ns, from {@code /proc/stat}. */
  public static OptionalLong busyNs(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
    if (fields.length < 8 || !fields[0].equals("cpu")) {
      return OptionalLong.empty();
    }
    long ticks = 0;
    for (int field : BUSY_FIELDS) {
      if (!fields[field].matches("[0-9]{1,15}")) {
        return OptionalLong.empty();
      }
      ticks += Long.parseLong(fields[field]);
    }
    return OptionalLong.of(ticks * ProcessStat.TICK_NS);
  }
}
