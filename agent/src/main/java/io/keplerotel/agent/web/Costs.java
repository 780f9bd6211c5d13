// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.model.Tariff;
import java.util.ArrayList;
import java.util.List;

/** Energy as money and as CO₂, as far as somebody has said what a kWh costs. */
final class Costs {
  private static final double UJ_PER_J = 1e6;
  private static final double G_PER_KG = 1_000;

  private final Tariff tariff;

  Costs(Tariff tariff) {
    this.tariff = tariff;
  }

  /** What there is: money, CO₂, both or none. */
  List<String> titles() {
    List<String> titles = new ArrayList<>();
    tariff.pricePerKwh().ifPresent(price -> titles.add("Cost, " + tariff.currency()));
    tariff.gramsPerKwh().ifPresent(grams -> titles.add("CO₂e, g"));
    return titles;
  }

  /** The figures that belong to the titles. */
  List<String> figures(double joules) {
    long energyUj = Math.round(joules * UJ_PER_J);
    List<String> figures = new ArrayList<>();
    tariff.cost(energyUj).ifPresent(money -> figures.add(Figures.small(money)));
    tariff.grams(energyUj).ifPresent(grams -> figures.add(Figures.small(grams)));
    return figures;
  }

  /** The same in a sentence, which goes on with it; empty where there is none. */
  String words(double joules) {
    long energyUj = Math.round(joules * UJ_PER_J);
    StringBuilder words = new StringBuilder();
    tariff
        .cost(energyUj)
        .ifPresent(
            money ->
                words
                    .append(", ")
                    .append(Figures.small(money))
                    .append(' ')
                    .append(tariff.currency()));
    tariff
        .grams(energyUj)
        .ifPresent(
            grams ->
                words
                    .append(", ")
                    .append(
                        grams < G_PER_KG
                            ? Figures.small(grams) + " g"
                            : Figures.small(grams / G_PER_KG) + " kg")
                    .append(" CO₂e"));
    return words.toString();
  }
}
