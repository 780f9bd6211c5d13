// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.Memory;
import java.util.Arrays;

/** Sums a struct of u64 counters that each CPU keeps for itself. Not thread-safe. */
public final class PerCpuCounters {
  private final Native natives;
  private final int fd;
  private final int counters;
  private final int cpus;
  private final Memory key = new Memory(Integer.BYTES);
  private final Memory values;

  PerCpuCounters(Native natives, int fd, int valueBytes) {
    this.natives = natives;
    this.fd = fd;
    this.counters = valueBytes / Long.BYTES;
    this.cpus = Libbpf.libbpf_num_possible_cpus();
    this.values = new Memory((long) valueBytes * cpus);
    key.setInt(0, 0);
  }

  /** One sum for each counter, in the order of the struct. */
  public long[] sums() throws BpfReadException {
    long[] sums = new long[counters];
    for (long[] ofCpu : byCpu()) {
      Arrays.setAll(sums, counter -> sums[counter] + ofCpu[counter]);
    }
    return sums;
  }

  /** For each CPU that is possible all counters, in the order of the struct. */
  public long[][] byCpu() throws BpfReadException {
    if (Libbpf.bpf_map_lookup_elem(fd, key, values) != 0) {
      throw new BpfReadException("cannot read the BPF counters: " + natives.lastError());
    }
    long[][] all = new long[cpus][];
    for (int cpu = 0; cpu < cpus; cpu++) {
      all[cpu] = values.getLongArray((long) cpu * counters * Long.BYTES, counters);
    }
    return all;
  }
}
