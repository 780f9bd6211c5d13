// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is made of energy.
 *
 * @param price money for a kWh; empty where not known
 * @param currency of the price
 * @param grid CO₂ equivalent of a kWh, g; empty where not known
 * @param pue what the building takes for each kWh of its machines; empty where it is not counted
 */
public record Rates(
    Optional<Rate> price, String currency, Optional<Rate> grid, Optional<Rate> pue) {
  /**
   * A cluster whose name is a number, and which there is not, is what a decimal comma makes.
   *
   * @throws ReportException if a file has one
   */
  void refuseNumbers(Set<String> clusters) throws ReportException {
    for (Rate rate : all()) {
      for (String cluster : unused(rate, clusters)) {
        if (cluster.matches("[0-9]+")) {
          throw ReportException.ofInput(
              "%s has a value of cluster \"%s\", which is not in the data: numbers have a point, such as 0.31, and no comma"
                  .formatted(rate.name(), cluster));
        }
      }
    }
  }

  /** What to say of clusters that files have and the data has not. */
  List<String> unusedClusters(Set<String> clusters) {
    return all().stream()
        .flatMap(rate -> unused(rate, clusters).stream().map(each -> unused(rate, each)))
        .distinct()
        .toList();
  }

  private List<Rate> all() {
    return Stream.of(price, grid, pue).flatMap(Optional::stream).toList();
  }

  private static String unused(Rate rate, String cluster) {
    return "cluster %s is in %s, but not in the data".formatted(cluster, rate.name());
  }

  private static List<String> unused(Rate rate, Set<String> clusters) {
    return rate.written().stream().filter(each -> !clusters.contains(each)).sorted().toList();
  }
}
