// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything that a scrape shows, in the order of a page. What never changes of a series is made
 * once and stays as long as the series; the rest is taken at each scrape. Any thread, one at a
 * time.
 */
final class SeriesBook {
  private static final Logger LOG = System.getLogger(SeriesBook.class.getName());

  private final Supplier<Collection<MetricData>> source;
  private final List<InfoMetric> infos;
  private final ScrapeNames names = new ScrapeNames();
  private final Map<String, Named> named = new HashMap<>();
  private final TreeMap<String, Family> families = new TreeMap<>();
  private final Set<String> warned = new HashSet<>();

  /** Labels met for the first time: those of one container are the same in many families. */
  private Map<LabelSet, LabelSet> fresh = new HashMap<>();

  private int turn;

  /**
   * Begins with nothing.
   *
   * @param source asked at each scrape; what it gives is not used after that
   */
  SeriesBook(Supplier<Collection<MetricData>> source, List<InfoMetric> infos) {
    this.source = source;
    this.infos = List.copyOf(infos);
  }

  /** Collects, and writes what there is of these names; of all, where there are none. */
  synchronized void write(
      PageFormat format, NameEscaping escaping, List<String> wanted, PageOutput out)
      throws IOException {
    format.write(shown(wanted), escaping, out);
    out.flush();
  }

  private List<Family> shown(List<String> wanted) {
    collect();
    List<Family> shown = new ArrayList<>(families.size());
    families.forEach(
        (name, family) -> {
          if (family.fault().isEmpty()
              && !family.lines().isEmpty()
              && (wanted.isEmpty() || wanted.stream().anyMatch(one -> one.startsWith(name)))) {
            shown.add(family);
          }
        });
    return shown;
  }

  private void collect() {
    turn++;
    source.get().forEach(this::take);
    infos.forEach(this::take);
    families.values().removeIf(family -> !family.isOf(turn));
    families.forEach(
        (name, family) -> {
          family.end();
          family.fault().ifPresent(why -> warn(name, why));
        });
    if (!fresh.isEmpty()) {
      fresh = new HashMap<>();
    }
  }

  private void take(MetricData metric) {
    switch (metric.getType()) {
      case DOUBLE_SUM ->
          sum(metric, metric.getDoubleSumData()).ifPresent(to -> doubles(metric, to));
      case LONG_SUM -> sum(metric, metric.getLongSumData()).ifPresent(to -> longs(metric, to));
      case DOUBLE_GAUGE -> family(metric, Kind.GAUGE).ifPresent(to -> doubles(metric, to));
      case LONG_GAUGE -> family(metric, Kind.GAUGE).ifPresent(to -> longs(metric, to));
      case SUMMARY, HISTOGRAM, EXPONENTIAL_HISTOGRAM ->
          warn(metric.getName(), "there are counters and gauges only");
    }
  }

  private Optional<Family> sum(MetricData metric, SumData<?> sum) {
    return sum.getAggregationTemporality() == AggregationTemporality.DELTA
        ? Optional.empty()
        : family(metric, sum.isMonotonic() ? Kind.COUNTER : Kind.GAUGE);
  }

  @SuppressWarnings("unchecked") // By the type that was asked before.
  private void doubles(MetricData metric, Family family) {
    Function<Attributes, Series> make = attributes -> counted(attributes, family);
    for (DoublePointData point : ((Data<DoublePointData>) metric.getData()).getPoints()) {
      family.take(point.getAttributes(), point.getValue(), point.getStartEpochNanos(), make);
    }
  }

  @SuppressWarnings("unchecked") // By the type that was asked before.
  private void longs(MetricData metric, Family family) {
    Function<Attributes, Series> make =
        attributes -> series(attributes, attributes, OptionalLong.empty(), family);
    for (LongPointData point : ((Data<LongPointData>) metric.getData()).getPoints()) {
      family.take(
          point.getAttributes(), (double) point.getValue(), point.getStartEpochNanos(), make);
    }
  }

  /** Takes the attribute that says when a counter began off its labels. */
  private Series counted(Attributes attributes, Family family) {
    Long sinceNs = attributes.get(OtlpAttributes.START_TIME_UNIX_NANO);
    return sinceNs == null
        ? series(attributes, attributes, OptionalLong.empty(), family)
        : series(attributes, Family.withoutSince(attributes), OptionalLong.of(sinceNs), family);
  }

  private Series series(Attributes key, Attributes labels, OptionalLong sinceNs, Family family) {
    return new Series(family.line(once(LabelSet.of(labels, names)), key), sinceNs, key);
  }

  private LabelSet once(LabelSet labels) {
    LabelSet known = fresh.putIfAbsent(labels, labels);
    return known == null ? labels : known;
  }

  private void take(InfoMetric info) {
    family(info.family(), Kind.INFO, info.metric().description(), Optional.empty())
        .ifPresent(
            family ->
                info.points()
                    .forEach(
                        point ->
                            family.take(
                                point,
                                1,
                                0,
                                labels ->
                                    new Series(
                                        family.line(info.labels(labels), labels),
                                        OptionalLong.empty(),
                                        labels))));
  }

  private Optional<Family> family(MetricData metric, Kind kind) {
    Named known = named.get(metric.getName());
    if (known == null || !known.ucum().equals(metric.getUnit())) {
      Optional<String> unit = names.unit(metric.getUnit());
      Optional<String> name = ScrapeNames.metric(metric.getName(), unit);
      if (name.isEmpty()) {
        warn(metric.getName(), "no letter is left of its name");
        return Optional.empty();
      }
      known = new Named(metric.getUnit(), unit, name.get());
      named.put(metric.getName(), known);
    }
    return family(known.name(), kind, metric.getDescription(), known.unit());
  }

  /** Of those that have a name but not the type or the unit in common, the first is shown. */
  private Optional<Family> family(
      String name, Kind kind, String description, Optional<String> unit) {
    Family family = families.get(name);
    if (family == null || (family.kind() != kind && !family.isOf(turn))) {
      family = new Family(name, kind);
      families.put(name, family);
    }
    if (family.kind() == kind && family.begin(turn, description, unit)) {
      return Optional.of(family);
    }
    warn(name, "another of this name has another type or unit");
    return Optional.empty();
  }

  /** Once for each. */
  private void warn(String name, String why) {
    if (warned.add(name + why)) {
      LOG.log(Level.WARNING, "{0} is left out of /metrics: {1}; please report this", name, why);
    }
  }

  /** What a metric's name and unit became. */
  private record Named(String ucum, Optional<String> unit, String name) {}
}
