// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.List;

/**
 * A published server.
 *
 * @param machine what it is
 * @param month when it was published, such as 2023-06
 * @param idleWatts power at active idle, W
 * @param fullWatts power at full load, W
 */
public record Published(Hardware machine, String month, double idleWatts, double fullWatts) {
  /** How many fields of a row it takes. */
  static final int FIELDS = 8;

  /** Of a row: cpu, chips, cores, threads, memory, month, idle, full. */
  public static Published of(List<String> row, CpuModel cpu, Family family) {
    return new Published(
        new Hardware(
            cpu,
            family,
            Integer.parseInt(row.get(1)),
            Integer.parseInt(row.get(2)),
            Integer.parseInt(row.get(3)),
            Double.parseDouble(row.get(4))),
        row.get(5),
        Double.parseDouble(row.get(6)),
        Double.parseDouble(row.get(7)));
  }
}
