// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.util.List;

/** Reads the energy or power of zones. Used by the sampler's thread only. */
public interface PowerSource {
  /** Its key in the configuration, such as {@code rapl}. */
  String name();

  /** Looks for zones. Called once, before the first reading; empty where this machine has none. */
  List<Zone> discover();

  /** Whether it reads nothing at present because another one is preferred. */
  default boolean standsBy() {
    return false;
  }

  /** Reads all zones. Never throws for a zone that cannot be read: that is a fault. */
  PowerReading read(TickLoad load);
}
