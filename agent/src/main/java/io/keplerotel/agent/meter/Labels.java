// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Snapshot.State;
import io.opentelemetry.api.common.AttributesBuilder;

/** What tells a point of a row from the others of the same subject. */
interface Labels {
  /** There is one point, and its subject's labels are enough. */
  Labels NONE = (builder, zones, mode, state) -> {};

  /** Adds them. */
  void add(AttributesBuilder builder, ZoneGroup zones, Mode mode, State state);

  /** Whether a subject in this state has had these labels since its counters began. */
  default boolean areFirst(State state) {
    return true;
  }
}
