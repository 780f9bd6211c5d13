// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a kWh has more of at one time than at another: a price, a grid intensity, a PUE. Each value
 * holds until the next.
 */
public final class Rate {
  private static final String ANY = "";

  private final String name;
  private final Map<String, NavigableMap<Instant, Double>> byCluster;
  private final Origin origin;

  private Rate(String name, Map<String, NavigableMap<Instant, Double>> byCluster, Origin origin) {
    this.name = name;
    this.byCluster = byCluster;
    this.origin = origin;
  }

  /** Where it is from. */
  enum Origin {
    /** A number that was given: its name is its value. */
    NUMBER,
    /** A file that somebody has written for this report. */
    FILE,
    /** A query, which may know more clusters than this report. */
    SERIES
  }

  /** The same at all times. */
  public static Rate constant(String name, double value) {
    return new Builder().add(ANY, Instant.MIN, value).build(name, Origin.NUMBER);
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

    /** Whether there is a value that holds from then on. */
    boolean has(String cluster, Instant from) {
      return byCluster.getOrDefault(cluster, new TreeMap<>()).containsKey(from);
    }

    boolean isEmpty() {
      return byCluster.isEmpty();
    }

    Rate build(String name, Origin origin) {
      return new Rate(name, Map.copyOf(byCluster), origin);
    }
  }

  /** Clusters that somebody has written down. */
  Set<String> written() {
    Set<String> clusters = new HashSet<>(origin == Origin.FILE ? byCluster.keySet() : Set.of());
    clusters.remove(ANY);
    return clusters;
  }

  /** Whether it is the same at all times. */
  boolean isConstant() {
    return origin == Origin.NUMBER;
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
    return byCluster.keySet().stream()
        .map(this::effective)
        .filter(Objects::nonNull)
        .map(NavigableMap::firstKey)
        .filter(first -> first.isAfter(time))
        .max(Instant::compareTo);
  }

  private NavigableMap<Instant, Double> values(String cluster) throws ReportException {
    NavigableMap<Instant, Double> own = effective(cluster);
    if (own == null && cluster.isEmpty() && byCluster.size() == 1) {
      own = byCluster.values().iterator().next();
    }
    if (own == null) {
      throw ReportException.ofInput(
          "%s has no value for cluster \"%s\", only for %s; add one, or one without a cluster for all others; numbers have a point and no comma"
              .formatted(name, cluster, byCluster.keySet().stream().sorted().toList()));
    }
    return own;
  }

  /** A cluster's own values, and before the first of them those of all. */
  private @Nullable NavigableMap<Instant, Double> effective(String cluster) {
    NavigableMap<Instant, Double> own = byCluster.get(cluster);
    NavigableMap<Instant, Double> ofAll = byCluster.get(ANY);
    if (own == null || ofAll == null) {
      return own == null ? ofAll : own;
    }
    NavigableMap<Instant, Double> both = new TreeMap<>(ofAll.headMap(own.firstKey(), false));
    both.putAll(own);
    return both;
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
