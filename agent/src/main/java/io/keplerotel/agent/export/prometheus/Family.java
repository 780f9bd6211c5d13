// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.Attributes;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A metric with its series, which stay as long as each collection has them. Used by one thread at a
 * time.
 */
final class Family {
  private final String name;
  private final Kind kind;
  private final Map<Object, Series> series = new HashMap<>();
  private final TreeMap<LabelSet, Line> lines = new TreeMap<>();

  private Optional<String> help = Optional.empty();
  private Optional<String> unit = Optional.empty();
  private Optional<String> fault = Optional.empty();
  private Optional<Kept> kept = Optional.empty();
  private int turn;
  private int seriesNow;
  private int linesNow;

  /**
   * One without series.
   *
   * @param name without what the kind adds
   */
  Family(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  String name(NameEscaping escaping) {
    String escaped = escaping.name(name);
    return unit.filter(word -> !escaped.endsWith("_" + word))
        .map(word -> escaped + "_" + word)
        .orElse(escaped);
  }

  /** What a format writes above the lines and at their beginnings; its bytes never change. */
  static final class Head {
    /** Above the lines. */
    final byte[] text;

    /** The name in a line. */
    final byte[] sample;

    /** The name in a line that says when a counter began. */
    final byte[] created;

    Head(byte[] text, byte[] sample, byte[] created) {
      this.text = text;
      this.sample = sample;
      this.created = created;
    }
  }

  /** A head, and what it was made of. */
  private record Kept(PageFormat format, Optional<String> help, Optional<String> unit, Head head) {}

  /** The head that is made by a format from the name; kept for the format that asked last. */
  Head head(PageFormat format, NameEscaping escaping, Function<String, Head> make) {
    if (escaping != NameEscaping.NONE) {
      return make.apply(name(escaping));
    }
    Kept known = kept.orElse(null);
    if (known == null
        || !known.format.equals(format)
        || !known.help.equals(help)
        || !known.unit.equals(unit)) {
      known = new Kept(format, help, unit, make.apply(name(escaping)));
      kept = Optional.of(known);
    }
    return known.head;
  }

  Kind kind() {
    return kind;
  }

  Optional<String> unit() {
    return unit;
  }

  /** Empty where there is none. */
  String help() {
    return help.orElse("");
  }

  /** Whether there is one, be it empty: two that differ are none. */
  boolean hasHelp() {
    return help.isPresent();
  }

  /** In the order of their labels; those of the latest collection, once it was {@link #end}ed. */
  Collection<Line> lines() {
    return Collections.unmodifiableCollection(lines.values());
  }

  boolean isOf(int now) {
    return turn == now;
  }

  /**
   * Begins to take a metric's points. Several metrics of a collection may be one family.
   *
   * @return false if it has another unit than the one before it
   */
  boolean begin(int now, String description, Optional<String> itsUnit) {
    if (turn != now) {
      turn = now;
      help = Optional.of(description);
      unit = itsUnit;
      fault = Optional.empty();
      seriesNow = 0;
      linesNow = 0;
      return true;
    }
    if (unit.isPresent() && !unit.equals(itsUnit)) {
      return false;
    }
    help = help.filter(description::equals);
    return true;
  }

  /**
   * Takes a point.
   *
   * @param key what its labels are made of by {@code make}, which is asked once for each
   * @param sinceNs when it began, where its attributes do not say so; ns since 1970
   */
  <K> void take(K key, double value, long sinceNs, Function<K, Series> make) {
    Series known = series.get(key);
    if (known == null) {
      try {
        known = make.apply(key);
      } catch (IllegalArgumentException e) {
        fail(String.valueOf(e.getMessage()));
        return;
      }
      series.put(key, known);
    }
    seriesNow += known.use(turn) ? 1 : 0;
    add(known, value, known.since().orElse(sinceNs));
  }

  private void add(Series known, double value, long sinceNs) {
    Line line = known.line();
    if (!line.isOf(turn)) {
      linesNow++;
    } else if (!known.isSameAs(line)) {
      fail("two of its points have the same labels");
    }
    line.add(value, sinceNs, turn);
    if (kind == Kind.COUNTER && (value < 0 || line.createdMs() < 0)) {
      fail("a counter, or its beginning, is below 0");
    }
  }

  /** The line with these labels; a new one where there is none. */
  Line line(LabelSet labels, Object origin) {
    return lines.computeIfAbsent(labels, key -> new Line(key, origin));
  }

  /** Leaves it out of this collection. */
  void fail(String why) {
    fault = Optional.of(why);
  }

  /** Why it is not shown. */
  Optional<String> fault() {
    return fault;
  }

  /** Ends a collection: forgets the series that it did not have. */
  void end() {
    if (seriesNow != series.size()) {
      series.values().removeIf(known -> !known.isUsed(turn));
    }
    if (linesNow != lines.size()) {
      lines.values().removeIf(line -> !line.isOf(turn));
    }
  }

  /** Attributes without the one that says when the counter began. */
  static Attributes withoutSince(Attributes attributes) {
    return attributes.get(OtlpAttributes.START_TIME_UNIX_NANO) == null
        ? attributes
        : attributes.toBuilder().remove(OtlpAttributes.START_TIME_UNIX_NANO).build();
  }
}
