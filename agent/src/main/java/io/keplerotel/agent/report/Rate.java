// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a kWh has more of at one time than at another: a price, a grid intensity, a PUE. Each value
 * holds until the next.
 */
public final class Rate {
  private static final String ANY = "";

  private final String name;
  private final Map<String, NavigableMap<Instant, Double>> byCluster;

  private Rate(String name, Map<String, NavigableMap<Instant, Double>> byCluster) {
    this.name = name;
    this.byCluster = byCluster;
  }

  /** The same at all times. */
  public static Rate constant(String name, double value) {
    return new Builder().add(ANY, Instant.MIN, value).build(name);
  }

  /** Takes values. */
  static final class Builder {
    private final Map<String, NavigableMap<Instant, Double>> byCluster = new HashMap<>();

    /**
     * What holds from then on.
     *
     * @param cluster where; empty for all that have none of their own
     */
    Builder add(String cluster, Instant from, double value) {
      byCluster.computeIfAbsent(cluster, each -> new TreeMap<>()).put(from, value);
      return this;
    }

    boolean isEmpty() {
      return byCluster.isEmpty();
    }

    Rate build(String name) {
      return new Rate(name, Map.copyOf(byCluster));
    }
  }

  /** Where it is from, such as a file; a constant's value. */
  public String name() {
    return name;
  }

  /**
   * The mean of each hour of a period. Before its first value, that one counts.
   *
   * @throws ReportException if it is not known for this cluster
   */
  double[] hourly(String cluster, Period period) throws ReportException {
    NavigableMap<Instant, Double> values = values(cluster);
    double[] means = new double[period.hours()];
    for (int hour = 0; hour < means.length; hour++) {
      Instant end = period.endOf(hour);
      means[hour] = mean(values, end.minus(Duration.ofHours(1)), end);
    }
    return means;
  }

  /** When it is first known, where that is after this time. */
  Optional<Instant> beginsAfter(Instant time) {
    return byCluster.values().stream()
        .map(NavigableMap::firstKey)
        .filter(first -> first.isAfter(time))
        .max(Instant::compareTo);
  }

  private NavigableMap<Instant, Double> values(String cluster) throws ReportException {
    NavigableMap<Instant, Double> own = byCluster.getOrDefault(cluster, byCluster.get(ANY));
    if (own == null && cluster.isEmpty() && byCluster.size() == 1) {
      own = byCluster.values().iterator().next();
    }
    if (own == null) {
      throw new ReportException(
          "%s has no value for cluster \"%s\", only for %s; add one, or one without a cluster for all others"
              .formatted(name, cluster, byCluster.keySet().stream().sorted().toList()));
    }
    return own;
  }

  private static double mean(NavigableMap<Instant, Double> values, Instant from, Instant to) {
    Map.Entry<Instant, Double> floor = values.floorEntry(from);
    double value = floor == null ? values.firstEntry().getValue() : floor.getValue();
    double sum = 0;
    Instant since = from;
    for (Map.Entry<Instant, Double> next : values.subMap(from, false, to, false).entrySet()) {
      sum += value * seconds(since, next.getKey());
      since = next.getKey();
      value = next.getValue();
    }
    return (sum + value * seconds(since, to)) / seconds(from, to);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }
}
