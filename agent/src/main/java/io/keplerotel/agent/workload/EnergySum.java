// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Energies;
import java.util.Arrays;

/** A growing sum of energy by zone and mode, µJ. */
final class EnergySum {
  private long[] idleUj = new long[0];
  private long[] dynamicUj = new long[0];

  /**
   * Adds what a counter has gone on by.
   *
   * @param earlier the counter before, with as many zones or fewer
   * @return whether that was anything
   */
  boolean add(Energies now, Energies earlier) {
    grow(now.zones());
    int before = earlier.zones();
    long any = 0;
    for (int zone = 0; zone < now.zones(); zone++) {
      long idle = now.idleUj(zone) - (zone < before ? earlier.idleUj(zone) : 0);
      long dynamic = now.dynamicUj(zone) - (zone < before ? earlier.dynamicUj(zone) : 0);
      idleUj[zone] += idle;
      dynamicUj[zone] += dynamic;
      any |= idle | dynamic;
    }
    return any != 0;
  }

  /** Adds all of another sum. */
  void add(EnergySum other) {
    grow(other.idleUj.length);
    for (int zone = 0; zone < other.idleUj.length; zone++) {
      idleUj[zone] += other.idleUj[zone];
      dynamicUj[zone] += other.dynamicUj[zone];
    }
  }

  /** As it is now, of so many zones; later additions do not show in it. */
  Energies energies(int zones) {
    return new Energies(idleUj, dynamicUj, zones);
  }

  private void grow(int zones) {
    if (zones > idleUj.length) {
      idleUj = Arrays.copyOf(idleUj, zones);
      dynamicUj = Arrays.copyOf(dynamicUj, zones);
    }
  }
}
