// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

/** Model-specific registers of x86. For one thread. */
public interface CpuRegisters {
  /**
   * All 64 bits of a register.
   *
   * @param cpu the hardware thread that reads it
   * @param register its address
   */
  long read(int cpu, long register) throws UnreadableException;
}
