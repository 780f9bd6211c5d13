// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one has used.
 *
 * @param key values of the grouping's columns
 * @param kwh of the machines
 * @param facilityKwh the same with what the building takes for it
 * @param cost money; empty where no price is known
 * @param gramsCo2e CO₂ equivalent, g; empty where no grid intensity is known
 * @param hours of how many hours there are figures
 */
public record Row(
    List<String> key,
    double kwh,
    double facilityKwh,
    OptionalDouble cost,
    OptionalDouble gramsCo2e,
    int hours) {
  /** Takes a copy. */
  public Row {
    key = List.copyOf(key);
  }
}
