// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.List;

/**
 * One model of CPU, as its maker describes one chip of it.
 *
 * @param name such as {@code AMD EPYC 9654}
 * @param family by name
 * @param cores of one chip
 * @param threads hardware threads of one chip
 * @param mhz base frequency, MHz
 * @param tdpWatts thermal design power, W
 */
public record CpuModel(
    String name, String family, int cores, int threads, double mhz, double tdpWatts) {
  /** Of a row of the table. */
  public static CpuModel of(List<String> row) {
    return new CpuModel(
        row.get(0),
        row.get(1),
        Integer.parseInt(row.get(2)),
        Integer.parseInt(row.get(3)),
        Double.parseDouble(row.get(4)),
        Double.parseDouble(row.get(5)));
  }

  /** Hardware threads of each core. */
  double threadsPerCore() {
    return (double) threads / cores;
  }
}
