// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

import io.keplerotel.agent.model.CpuReading;

/**
 * Reads who used the CPUs. Used by the sampler's thread only. Each reading covers the time since
 * the one before it; what was returned once is never returned again.
 */
public interface CpuTimeSource extends AutoCloseable {
  /** Its key in the configuration: {@code bpf} or {@code cgroup}. */
  String name();

  /** Reads. The first call sets the baseline: what was used before it is not returned. */
  CpuReading read();

  @Override
  void close();
}
