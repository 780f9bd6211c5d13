// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.meter.Quantity.Over;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;

/** A point of a row, but for whose it is: the same for all subjects, as long as the zones are. */
record Slot(Row row, ObservableDoubleMeasurement instrument, ZoneGroup zones, Mode mode) {
  /** Whether there is something to show. */
  boolean isReady(Use use) {
    return row.quantity().over() == Over.ALL_TIME || use.recentNs > 0;
  }

  void record(Use use, Attributes attributes) {
    instrument.record(row.quantity().reader().read(use, zones, mode), attributes);
  }
}
