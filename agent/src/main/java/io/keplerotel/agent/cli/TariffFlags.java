// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.model.Tariff;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Flags of what a kWh costs, the same for all commands that turn energy into money. */
final class TariffFlags {
  static final String PRICE = "--price";
  static final String CURRENCY = "--currency";
  static final String GRID = "--grid";
  private static final double MOST_PER_KWH = 1e6;
  private static final String DEFAULT_CURRENCY = "EUR";

  private TariffFlags() {}

  /** Adds them. */
  static CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(
            OptionSpec.builder(PRICE)
                .type(double.class)
                .paramLabel("PRICE")
                .description("Money for a kWh, for the cost.")
                .build())
        .addOption(
            OptionSpec.builder(CURRENCY)
                .type(String.class)
                .paramLabel("NAME")
                .description("Currency of the price. Default: " + DEFAULT_CURRENCY + ".")
                .build())
        .addOption(
            OptionSpec.builder(GRID)
                .type(double.class)
                .paramLabel("GRAMS")
                .description("Grid intensity, grams of CO2 equivalent for a kWh.")
                .build());
  }

  /** What was given. */
  static Tariff of(CommandLineFlags flags) {
    OptionalDouble price = amount(flags, PRICE);
    if (price.isEmpty() && flags.value(CURRENCY).isPresent()) {
      throw flags.wrong(CURRENCY + " is that of a --price");
    }
    return new Tariff(price, currency(flags), amount(flags, GRID));
  }

  /** The currency, or the usual one. */
  static String currency(CommandLineFlags flags) {
    return flags.<String>value(CURRENCY).orElse(DEFAULT_CURRENCY);
  }

  /** A flag's number, if it was given and can be. */
  static OptionalDouble amount(CommandLineFlags flags, String name) {
    Optional<Double> given = flags.value(name);
    if (given.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!(given.get() >= 0 && given.get() <= MOST_PER_KWH)) {
      throw flags.wrong(name + ": from 0 to " + (long) MOST_PER_KWH);
    }
    return OptionalDouble.of(given.get());
  }
}
