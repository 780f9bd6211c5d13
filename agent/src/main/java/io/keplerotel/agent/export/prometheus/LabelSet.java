// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels of one or more series, in the order of their names, with the bytes that the formats make
 * of them: these never change. Used by one thread at a time.
 */
final class LabelSet implements Comparable<LabelSet> {
  private static final Comparator<Part> ORDER =
      Comparator.comparing(Part::name).thenComparing(Part::key);

  /** Names and values in turn. */
  private final String[] pairs;

  private byte @Nullable [] text;
  private byte @Nullable [] protobuf;

  private LabelSet(String[] pairs) {
    this.pairs = pairs;
  }

  /**
   * The labels of a point. Values whose keys become the same name are joined.
   *
   * @throws IllegalArgumentException if a key has no letter or digit
   */
  static LabelSet of(Attributes attributes, ScrapeNames names) {
    List<Part> parts = new ArrayList<>(attributes.size());
    attributes.forEach(
        (key, value) ->
            parts.add(new Part(names.label(key.getKey()), key.getKey(), LabelValues.text(value))));
    parts.sort(ORDER);
    List<String> pairs = new ArrayList<>(2 * parts.size());
    for (Part part : parts) {
      int last = pairs.size() - 1;
      if (last > 0 && pairs.get(last - 1).equals(part.name())) {
        pairs.set(last, pairs.get(last) + ";" + part.value());
      } else {
        pairs.add(part.name());
        pairs.add(part.value());
      }
    }
    return new LabelSet(pairs.toArray(String[]::new));
  }

  /** An attribute, by what becomes of its key. */
  private record Part(String name, String key, String value) {}

  /** These names, each with its value or none. */
  static LabelSet of(List<String> names, Map<String, String> values) {
    return new LabelSet(
        names.stream()
            .sorted()
            .flatMap(name -> List.of(name, values.getOrDefault(name, "")).stream())
            .toArray(String[]::new));
  }

  boolean isEmpty() {
    return pairs.length == 0;
  }

  int size() {
    return pairs.length / 2;
  }

  String name(int label) {
    return pairs[2 * label];
  }

  String value(int label) {
    return pairs[2 * label + 1];
  }

  /** In braces, or nothing where there are none. */
  byte[] text(NameEscaping escaping) {
    if (escaping != NameEscaping.NONE) {
      return TextFormat.labels(this, escaping).getBytes(UTF_8);
    }
    byte[] known = text;
    if (known == null) {
      known = TextFormat.labels(this, escaping).getBytes(UTF_8);
      text = known;
    }
    return known;
  }

  /** As fields of the message of a series. */
  byte[] protobuf(NameEscaping escaping) {
    if (escaping != NameEscaping.NONE) {
      return fields(escaping);
    }
    byte[] known = protobuf;
    if (known == null) {
      known = fields(escaping);
      protobuf = known;
    }
    return known;
  }

  private byte[] fields(NameEscaping escaping) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < size(); i++) {
      byte[] name = Protobuf.text(1, escaping.name(name(i)));
      byte[] value = Protobuf.text(2, value(i));
      bytes.writeBytes(Protobuf.head(Protobuf.METRIC_LABEL, name.length + value.length));
      bytes.writeBytes(name);
      bytes.writeBytes(value);
    }
    return bytes.toByteArray();
  }

  /** By the names, and where these are the same by the values. */
  @Override
  public int compareTo(LabelSet other) {
    int byName = compare(other, 0);
    return byName != 0 ? byName : compare(other, 1);
  }

  private int compare(LabelSet other, int first) {
    int common = Math.min(pairs.length, other.pairs.length);
    for (int i = first; i < common; i += 2) {
      int result = pairs[i].compareTo(other.pairs[i]);
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelSet labels && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }
}
