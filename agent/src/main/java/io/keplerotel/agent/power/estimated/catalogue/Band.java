// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.List;

/**
 * How far 90 of 100 machines lie from what is expected of them, in standard deviations.
 *
 * @param idleLow below it at idle, at most 0
 * @param idleHigh above it at idle, at least 0
 * @param fullLow below it at full load, at most 0
 * @param fullHigh above it at full load, at least 0
 */
public record Band(double idleLow, double idleHigh, double fullLow, double fullHigh) {
  /** Of a row of the table, from one field on. */
  static Band of(List<String> row, int from) {
    double[] figures = Table.numbers(row, from);
    return new Band(figures[0], figures[1], figures[2], figures[3]);
  }
}
