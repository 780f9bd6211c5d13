// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.Memory;

/**
 * Runs a program of the kind {@code raw_tp} on a CPU, in the middle of what runs there. Needs Linux
 * 5.10. Not thread-safe.
 */
public final class BpfCall {
  /** Of {@code struct bpf_test_run_opts}. */
  private static final int OPTIONS_BYTES = 80;

  private static final int FLAGS_AT = 68;
  private static final int CPU_AT = 72;
  private static final int ON_CPU = 1;

  private final Native natives;
  private final int fd;
  private final Memory options = new Memory(OPTIONS_BYTES);

  BpfCall(Native natives, int fd) {
    this.natives = natives;
    this.fd = fd;
  }

  /** Runs it; that CPU is interrupted, where it is another one than the caller's. */
  public void runOn(int cpu) throws BpfReadException {
    options.clear();
    options.setLong(0, OPTIONS_BYTES);
    options.setInt(FLAGS_AT, ON_CPU);
    options.setInt(CPU_AT, cpu);
    if (Libbpf.bpf_prog_test_run_opts(fd, options) != 0) {
      throw new BpfReadException(
          "cannot run a BPF program on CPU %d: %s".formatted(cpu, natives.lastError()));
    }
  }
}
