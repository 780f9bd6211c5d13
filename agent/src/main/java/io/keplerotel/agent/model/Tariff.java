// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.OptionalDouble;

/**
 * What energy costs.
 *
 * @param pricePerKwh money for a kWh; empty where not known
 * @param currency of the price
 * @param gramsPerKwh CO₂ equivalent of a kWh, g; empty where not known
 */
public record Tariff(OptionalDouble pricePerKwh, String currency, OptionalDouble gramsPerKwh) {
  /** Where neither is known. */
  public static final Tariff NONE = new Tariff(OptionalDouble.empty(), "", OptionalDouble.empty());

  private static final double UJ_PER_KWH = 3.6e12;

  /** Energy in kWh. */
  public static double kwh(long energyUj) {
    return energyUj / UJ_PER_KWH;
  }

  /** Money for so much energy. */
  public OptionalDouble cost(long energyUj) {
    return times(pricePerKwh, energyUj);
  }

  /** CO₂ equivalent of so much energy, g. */
  public OptionalDouble grams(long energyUj) {
    return times(gramsPerKwh, energyUj);
  }

  private static OptionalDouble times(OptionalDouble perKwh, long energyUj) {
    return perKwh.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(perKwh.getAsDouble() * kwh(energyUj));
  }
}
