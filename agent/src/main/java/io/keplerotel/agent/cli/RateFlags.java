// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static io.keplerotel.agent.cli.TariffFlags.CURRENCY;
import static io.keplerotel.agent.cli.TariffFlags.GRID;
import static io.keplerotel.agent.cli.TariffFlags.PRICE;

import io.keplerotel.agent.exec.Decimals;
import io.keplerotel.agent.report.MetricServer;
import io.keplerotel.agent.report.Period;
import io.keplerotel.agent.report.Rate;
import io.keplerotel.agent.report.RateKind;
import io.keplerotel.agent.report.RateSource;
import io.keplerotel.agent.report.Rates;
import io.keplerotel.agent.report.ReportException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Flags of what a kWh costs where that changes by time: each as a number, a file or a query.
 *
 * @param server asked for what is a query
 */
record RateFlags(CommandLineFlags flags, MetricServer server, Period period) {
  private static final String PUE = "--pue";
  private static final String FILE = "-file";
  private static final String SERIES = "-series";

  /** Adds them, and those that never change. */
  static void addTo(CommandSpec spec) {
    TariffFlags.addTo(spec);
    spec.addOption(
        OptionSpec.builder(PUE)
            .type(double.class)
            .paramLabel("NUMBER")
            .description("What the building takes for each kWh of its machines, such as 1.4.")
            .build());
    varying(spec, PRICE, "price");
    varying(spec, GRID, "grid intensity");
    varying(spec, PUE, "PUE");
  }

  private static void varying(CommandSpec spec, String name, String what) {
    spec.addOption(
            OptionSpec.builder(name + FILE)
                .type(Path.class)
                .paramLabel("FILE")
                .description("The " + what + " as it changes: lines TIME,VALUE.")
                .build())
        .addOption(
            OptionSpec.builder(name + SERIES)
                .type(String.class)
                .paramLabel("QUERY")
                .description("The " + what + " as a query gives it.")
                .build());
  }

  /** What was given; files and series are read. */
  Rates rates() throws ReportException {
    Optional<Rate> price = rate(PRICE, RateKind.PRICE);
    if (price.isEmpty() && flags.value(CURRENCY).isPresent()) {
      throw flags.wrong(CURRENCY + " is that of a --price");
    }
    if (flags.<Double>value(PUE).filter(given -> !RateKind.PUE.has(given)).isPresent()) {
      throw flags.wrong(
          "%s: %s; 1 is a building that takes nothing itself"
              .formatted(PUE, RateKind.PUE.bounds()));
    }
    return new Rates(
        price, TariffFlags.currency(flags), rate(GRID, RateKind.GRID), rate(PUE, RateKind.PUE));
  }

  private Optional<Rate> rate(String name, RateKind kind) throws ReportException {
    OptionalDouble constant = TariffFlags.amount(flags, name);
    Optional<Path> file = flags.value(name + FILE);
    Optional<String> series = flags.value(name + SERIES);
    int given =
        (constant.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0) + (series.isPresent() ? 1 : 0);
    if (given > 1) {
      throw flags.wrong("one of %1$s, %1$s-file and %1$s-series".formatted(name));
    }
    if (file.isPresent()) {
      return Optional.of(RateSource.ofFile(file.get(), period.zone(), kind));
    }
    if (series.isPresent()) {
      return Optional.of(RateSource.ofSeries(server, series.get(), period, kind));
    }
    return constant.isPresent()
        ? Optional.of(
            Rate.constant(Decimals.significant(constant.getAsDouble(), 7), constant.getAsDouble()))
        : Optional.empty();
  }
}
