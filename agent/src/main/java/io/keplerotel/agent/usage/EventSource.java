// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

import java.util.List;

/**
 * Counts events, such as cycles, for each process. Used by the sampler's thread only. Each reading
 * covers the time since the one before it; what was returned once is never returned again.
 */
public interface EventSource extends AutoCloseable {
  /** The first word of its faults. */
  String name();

  /** What is counted; the same for as long as it lives. */
  List<String> events();

  /** Reads. The first call sets the baseline: what was counted before it is not returned. */
  EventReading read();

  @Override
  void close();
}
