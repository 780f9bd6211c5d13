// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import io.keplerotel.agent.linux.fs.CpuRegisters;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters of all cores of a package together, each of which wraps by itself. Counts from the
 * first sight of each core on. Used by the sampler's thread.
 */
final class CoreSum {
  private static final long COUNTER_MASK = 0xffff_ffffL;

  private final Map<Integer, Long> last = new HashMap<>();
  private long counts;

  /** Counts so far, after one more look at each of these CPUs; all or none of them count. */
  long read(Collection<Integer> cpus, CpuRegisters registers, long address)
      throws UnreadableException {
    Map<Integer, Long> now = new HashMap<>();
    for (int cpu : cpus) {
      now.put(cpu, registers.read(cpu, address) & COUNTER_MASK);
    }
    now.forEach(
        (cpu, count) -> {
          Long before = last.put(cpu, count);
          counts += before == null ? 0 : (count - before) & COUNTER_MASK;
        });
    return counts;
  }
}
