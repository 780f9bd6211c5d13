// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.Arrays;

/** Idle and dynamic energy per zone, µJ, indexed as the snapshot's zones. Immutable. */
public final class Energies {
  private final long[] idleUj;
  private final long[] dynamicUj;

  /** Copies both arrays, cut or filled with zeros to {@code zones} entries. */
  public Energies(long[] idleUj, long[] dynamicUj, int zones) {
    this.idleUj = Arrays.copyOf(idleUj, zones);
    this.dynamicUj = Arrays.copyOf(dynamicUj, zones);
  }

  /**
   * What was used since an earlier time.
   *
   * @param earlier with as many zones, or with fewer: those that came later began at 0
   */
  public Energies minus(Energies earlier) {
    Energies result = new Energies(idleUj, dynamicUj, zones());
    for (int zone = 0; zone < earlier.zones(); zone++) {
      result.idleUj[zone] -= earlier.idleUj[zone];
      result.dynamicUj[zone] -= earlier.dynamicUj[zone];
    }
    return result;
  }

  /** How many zones there were when the snapshot was taken. */
  public int zones() {
    return idleUj.length;
  }

  /** Idle energy of the zone with this index, µJ. */
  public long idleUj(int zone) {
    return idleUj[zone];
  }

  /** Dynamic energy of the zone with this index, µJ. */
  public long dynamicUj(int zone) {
    return dynamicUj[zone];
  }
}
