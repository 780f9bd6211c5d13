// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.TickLoad;

/** Reads the energy or power of zones. Used by the sampler's thread only. */
public interface PowerSource {
  /** Looks for zones. Called once, before the first reading. */
  Discovery discover();

  /** For how long it may tell nothing of what it covers before another one takes over, ns. */
  default long silentNs() {
    return 10_000_000_000L;
  }

  /** Reads all zones. Never throws for a zone that cannot be read: that is a fault. */
  PowerReading read(TickLoad load);
}
