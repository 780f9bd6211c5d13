// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

import io.keplerotel.agent.model.TickLoad;

/**
 * Reads who used something other than CPU time. Used by the sampler's thread only. Each reading
 * covers the time since the one before it; what was returned once is never returned again.
 */
public interface UsageSource extends AutoCloseable {
  /** The first word of its faults, such as {@code nvml}. */
  String name();

  /** Reads. Where it cannot be read, that is a fault, and what was used is lost. */
  UsageReading read(TickLoad load);

  @Override
  void close();
}
