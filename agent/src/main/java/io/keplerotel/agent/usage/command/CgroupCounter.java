// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.command;

import io.keplerotel.agent.linux.fs.CommandCgroup;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.usage.cgroup.KernelCounters;

/** What the kernel counts of the command's own cgroup: exact, whoever outlives whom. */
public final class CgroupCounter implements CommandCounter {
  private final CommandCgroup cgroup;
  private final SmallFile file = new SmallFile();
  private long usedNs;

  /** Of this cgroup. */
  public CgroupCounter(CommandCgroup cgroup) {
    this.cgroup = cgroup;
  }

  @Override
  public long cpuNs() throws UnreadableException {
    long nowNs =
        KernelCounters.usageNs(file.text(cgroup.useFile()))
            .orElseThrow(
                () -> UnreadableException.malformed(cgroup.useFile(), "it has no usage_usec"));
    usedNs = Math.max(usedNs, nowNs);
    return usedNs;
  }

  @Override
  public int running() {
    return cgroup.processes().size();
  }
}
