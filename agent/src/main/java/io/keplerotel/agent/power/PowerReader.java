// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.TickLoad;

/** Reads all sources of power that were chosen. Used by the sampler's thread only. */
public interface PowerReader {
  /** Reads; a source that fails is a fault of its own and touches no other. */
  PowerSample read(TickLoad load);

  /** What was read last is booked; else the next reading decides again from where this one did. */
  void booked();
}
