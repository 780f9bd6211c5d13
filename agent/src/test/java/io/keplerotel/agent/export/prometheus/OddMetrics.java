// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Metrics that the agent would hardly register: odd names, units, labels, values and beginnings.
 */
final class OddMetrics {
  private static final long AT_NS = 1_790_000_000_123_456_789L;
  private static final List<String> NAMES =
      List.of(
          "odd",
          "odd.energy",
          "odd..energy__x",
          "a:b",
          "9lives",
          "x_total",
          "x.total.info",
          "größe",
          "joules",
          "energy_joules",
          "ajoules",
          "y_bucket_created");
  private static final List<String> UNITS =
      List.of(
          "",
          "1",
          "J",
          "s",
          "By",
          "{ms}",
          "{a}/{b}",
          "J/s",
          "/s",
          "{x}J",
          "%",
          "By/h",
          "_q_",
          "foo_total",
          "total",
          "KiBy",
          "m/s2",
          "Cel",
          "{a}",
          "/");
  private static final List<String> KEYS =
      List.of("a", "a.b", "a_b", "ab", "aB", "a0", "key", "zone.name", "9", "x..y", "p__q", "kü");
  private static final List<String> VALUES =
      List.of(
          "",
          "plain",
          "a \"quoted\" one",
          "back\\slash",
          "two\nlines\r\t\b\f\u0007\u000b",
          "'single'",
          "größe €",
          "\ud83d\ude00",
          "lone \ud800",
          "\udc00 first",
          "\ud800\ud800\udc00",
          "\\\"\n",
          "\u0000\u007f\u0085",
          "x".repeat(2_000));

  private final Random random;
  private final Map<String, List<Attributes>> known = new LinkedHashMap<>();

  OddMetrics(long seed) {
    random = new Random(seed);
  }

  /** Another collection: mostly the same series, other values. */
  Collection<MetricData> next() {
    List<MetricData> metrics = new ArrayList<>();
    metrics.add(doubleSum("odd", "J", "help", true, points("odd", true)));
    List<String> names = new ArrayList<>(NAMES.subList(1, NAMES.size()));
    for (String name : names) {
      if (random.nextInt(4) > 0) {
        metrics.add(any(name, UNITS.get((name.hashCode() & 0xff) % UNITS.size())));
      }
    }
    for (int i = 0; i < UNITS.size(); i++) {
      metrics.add(doubleSum("unit" + i, UNITS.get(i), "", i % 2 == 0, points("u" + i, true)));
    }
    return metrics;
  }

  private MetricData any(String name, String unit) {
    String help = VALUES.get(random.nextInt(VALUES.size() - 1));
    return switch ((name.hashCode() & 0xff) % 5) {
      case 0 -> doubleSum(name, unit, help, true, points(name, true));
      case 1 -> doubleSum(name, unit, help, false, points(name, false));
      case 2 ->
          ImmutableMetricData.createDoubleGauge(
              Resource.empty(),
              InstrumentationScopeInfo.empty(),
              name,
              help,
              unit,
              GaugeData.createDoubleGaugeData(points(name, false)));
      case 3 -> longSum(name, unit, help, true);
      default -> longSum(name, unit, help, false);
    };
  }

  private MetricData longSum(String name, String unit, String help, boolean monotonic) {
    List<LongPointData> points = new ArrayList<>();
    series(name, false)
        .forEach(
            attributes -> {
              long value = random.nextLong() >> random.nextInt(64);
              points.add(
                  LongPointData.create(
                      AT_NS, AT_NS, attributes, monotonic ? Math.abs(value / 2) : value));
            });
    return ImmutableMetricData.createLongSum(
        Resource.empty(),
        InstrumentationScopeInfo.empty(),
        name,
        help,
        unit,
        SumData.createLongSumData(monotonic, AggregationTemporality.CUMULATIVE, points));
  }

  private List<DoublePointData> points(String metric, boolean counter) {
    List<DoublePointData> points = new ArrayList<>();
    for (Attributes attributes : series(metric, true)) {
      double value = value();
      points.add(point(attributes, counter ? Math.abs(value) : value, sinceNs()));
    }
    return points;
  }

  /** Some come, some go; the same object from one collection to the next, or an equal one. */
  private List<Attributes> series(String metric, boolean begun) {
    List<Attributes> series = known.computeIfAbsent(metric, name -> new ArrayList<>());
    series.removeIf(attributes -> random.nextInt(6) == 0);
    int more = 1 + random.nextInt(4);
    for (int i = 0; i < more; i++) {
      Attributes attributes = attributes();
      if (series.stream().noneMatch(attributes::equals)) {
        series.add(attributes);
      }
      if (begun) {
        Attributes since =
            attributes.toBuilder().put(OtlpAttributes.START_TIME_UNIX_NANO, sinceNs()).build();
        if (series.stream().noneMatch(since::equals) && random.nextInt(3) > 0) {
          series.add(since);
        }
      }
    }
    return series.stream()
        .map(attributes -> random.nextBoolean() ? attributes : attributes.toBuilder().build())
        .toList();
  }

  private Attributes attributes() {
    AttributesBuilder builder = Attributes.builder();
    for (String key : KEYS) {
      if (random.nextInt(3) == 0) {
        builder.put(key, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    switch (random.nextInt(6)) {
      case 0 -> builder.put("long", random.nextLong());
      case 1 -> builder.put("double", value());
      case 2 -> builder.put("boolean", random.nextBoolean());
      case 3 -> builder.put(AttributeKey.stringArrayKey("list"), VALUES.subList(0, 8));
      case 4 -> builder.put(AttributeKey.longArrayKey("numbers"), List.of(1L, 2L));
      default -> {
        // None beside them.
      }
    }
    return builder.build();
  }

  private long sinceNs() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> random.nextInt(2_000_000);
      case 2 -> 1_000_000_000L * random.nextInt(2_000_000_000);
      case 3 -> 1_000_000L * random.nextInt(100_000);
      default -> random.nextLong() >>> 1;
    };
  }

  private double value() {
    return switch (random.nextInt(8)) {
      case 0 ->
          List.of(0.0, -0.0, Double.NaN, Double.MAX_VALUE, Double.MIN_VALUE).get(random.nextInt(5));
      case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      case 2 -> Double.longBitsToDouble(random.nextLong());
      case 3 -> random.nextInt(1_000);
      case 4 -> random.nextInt() / 1e3;
      default -> (random.nextLong() >>> random.nextInt(64)) / 1e6;
    };
  }

  private static DoublePointData point(Attributes attributes, double value, long sinceNs) {
    return DoublePointData.create(sinceNs, AT_NS, attributes, value, List.of());
  }

  private static MetricData doubleSum(
      String name, String unit, String help, boolean monotonic, List<DoublePointData> points) {
    return ImmutableMetricData.createDoubleSum(
        Resource.empty(),
        InstrumentationScopeInfo.empty(),
        name,
        help,
        unit,
        SumData.createDoubleSumData(monotonic, AggregationTemporality.CUMULATIVE, points));
  }

  private static MetricData one(String name, String unit, String help, boolean monotonic) {
    Attributes attributes = Attributes.builder().put("of", name + unit + help).build();
    return doubleSum(name, unit, help, monotonic, List.of(point(attributes, 1.5, AT_NS)));
  }

  static List<MetricData> negative() {
    return List.of(
        one("good", "J", "help", true),
        doubleSum("bad", "J", "", true, List.of(point(Attributes.empty(), -1, AT_NS))),
        doubleSum("worse", "J", "", true, List.of(point(Attributes.empty(), 1, -5_000_000))));
  }

  static List<MetricData> sameLabelsOfTwoPoints() {
    Attributes dot = Attributes.builder().put("a.b", "1").build();
    Attributes underscore = Attributes.builder().put("a_b", "1").build();
    return List.of(
        one("good", "J", "help", true),
        doubleSum("bad", "J", "", true, List.of(point(dot, 1, 0), point(underscore, 1, 0))));
  }

  static List<MetricData> ofTwoTypes() {
    return List.of(one("one.two", "J", "help", true), one("one_two", "J", "help", false));
  }

  static List<MetricData> ofTwoUnits() {
    return List.of(
        one("one.two_s", "s", "help", true),
        one("one.two", "s", "help", true),
        one("one.two_s", "", "help", true));
  }

  static List<MetricData> ofTwoHelps() {
    return List.of(one("one.two", "s", "help", true), one("one_two", "s", "other", true));
  }

  static List<MetricData> withoutALetter() {
    Attributes none = Attributes.builder().put("..", "1").build();
    return List.of(
        one("good", "J", "help", true),
        one("__", "", "help", true),
        doubleSum("bad", "J", "", true, List.of(point(none, 1, 0))));
  }
}
