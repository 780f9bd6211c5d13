// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Adds up hours: energy, and what becomes of it at the rates of each hour. */
final class Sums {
  private final Period period;
  private final Rates rates;
  private final Map<List<String>, Sum> rows = new HashMap<>();
  private final Map<String, Hourly> hourly = new HashMap<>();
  private final Sum total = new Sum();

  Sums(Period period, Rates rates) {
    this.period = period;
    this.rates = rates;
  }

  /** Of one row. */
  private static final class Sum {
    private double kwh;
    private double facilityKwh;
    private double cost;
    private double grams;
    private final BitSet hours = new BitSet();
  }

  /** Rates of a cluster, by hour. */
  private record Hourly(
      Optional<double[]> price, Optional<double[]> grid, Optional<double[]> pue) {}

  /**
   * What was used in an hour.
   *
   * @throws ReportException if the rates of this cluster are not known
   */
  void add(List<String> key, String cluster, int hour, double kwh) throws ReportException {
    Hourly at = hourly.get(cluster);
    if (at == null) {
      at =
          new Hourly(
              values(rates.price(), cluster),
              values(rates.grid(), cluster),
              values(rates.pue(), cluster));
      hourly.put(cluster, at);
    }
    double facilityKwh = kwh * value(at.pue, hour, 1);
    for (Sum sum : List.of(rows.computeIfAbsent(key, each -> new Sum()), total)) {
      sum.kwh += kwh;
      sum.facilityKwh += facilityKwh;
      sum.cost += facilityKwh * value(at.price, hour, 0);
      sum.grams += facilityKwh * value(at.grid, hour, 0);
      sum.hours.set(hour);
    }
  }

  private Optional<double[]> values(Optional<Rate> rate, String cluster) throws ReportException {
    return rate.isEmpty() ? Optional.empty() : Optional.of(rate.get().hourly(cluster, period));
  }

  private static double value(Optional<double[]> values, int hour, double otherwise) {
    return values.isPresent() ? values.get()[hour] : otherwise;
  }

  /** Those whose energy it is. */
  Set<String> clusters() {
    return Set.copyOf(hourly.keySet());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** All, the largest first. */
  List<Row> rows() {
    return rows.entrySet().stream()
        .map(each -> row(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingDouble(Row::kwh)
                .reversed()
                .thenComparing(row -> String.join("\n", row.key())))
        .toList();
  }

  /** Their sum; its key is empty. */
  Row total() {
    return row(List.of(), total);
  }

  /** Hours of which there is any figure. */
  BitSet hours() {
    return (BitSet) total.hours.clone();
  }

  private Row row(List<String> key, Sum sum) {
    return new Row(
        key,
        sum.kwh,
        sum.facilityKwh,
        rates.price().isPresent() ? OptionalDouble.of(sum.cost) : OptionalDouble.empty(),
        rates.grid().isPresent() ? OptionalDouble.of(sum.grams) : OptionalDouble.empty(),
        sum.hours.cardinality());
  }
}
