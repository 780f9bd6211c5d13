// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The registry against the semantic conventions' own names, of the release that the pushed schema
 * URL names; their rules as Weaver checks them.
 */
class OfficialNamesTest {
  private static final String RELEASE = "semantic-conventions-1.43.0.csv";
  private static final String OWN = "kepler.";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

  private final Map<String, String[]> attributes = read("attribute");
  private final Map<String, String[]> metrics = read("metric");

  @Test
  void whatIsNotOursIsAnOfficialAttributeOfThatType() {
    assertThat(pushedAttributes())
        .isNotEmpty()
        .allSatisfy(
            key -> {
              assertThat(key.getKey()).matches(NAME);
              if (!key.getKey().startsWith(OWN)) {
                assertThat(type(key)).isEqualTo(type(official(attributes, key.getKey())));
              }
            });
  }

  @Test
  void whatIsNotOursIsAnOfficialMetricOfThatUnitAndInstrument() {
    assertThat(pushedMetrics())
        .isNotEmpty()
        .allSatisfy(
            metric -> {
              assertThat(metric.name()).matches(NAME);
              if (!metric.name().startsWith(OWN)) {
                String[] official = official(metrics, metric.name());
                assertThat(official[2])
                    .isEqualTo(metric.instrument().name().toLowerCase(Locale.ROOT));
                assertThat(official[3]).isEqualTo(metric.unit());
              }
            });
  }

  @Test
  void noAttributeIsTheNamespaceOfAnother() {
    List<String> names = pushedAttributes().stream().map(AttributeKey::getKey).toList();
    assertThat(names)
        .noneMatch(name -> names.stream().anyMatch(other -> other.startsWith(name + ".")));
  }

  @Test
  void everyAttributeOfAPushedMetricIsInANamespace() {
    assertThat(pushedMetrics())
        .allSatisfy(metric -> assertThat(metric.attributes()).allMatch(name -> name.contains(".")));
  }

  private static String[] official(Map<String, String[]> names, String name) {
    return Objects.requireNonNull(names.get(name), name + " is no official name");
  }

  private static List<Metric> pushedMetrics() {
    return Registry.METRICS.stream()
        .filter(
            metric ->
                metric.name().startsWith("kepler.agent.")
                    || metric.name().startsWith("hw.")
                    || declared(OtlpMetrics.class, Metric.class).contains(metric))
        .toList();
  }

  private static List<AttributeKey<?>> pushedAttributes() {
    List<AttributeKey<?>> keys = new ArrayList<>();
    declared(OtlpAttributes.class, AttributeKey.class).forEach(keys::add);
    declared(ResourceAttributes.class, AttributeKey.class).forEach(keys::add);
    return keys;
  }

  private static <T> List<T> declared(Class<?> names, Class<T> type) {
    return Stream.of(names.getFields())
        .filter(field -> field.getType() == type)
        .map(field -> type.cast(value(field)))
        .toList();
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String type(AttributeKey<?> key) {
    return switch (key.getType()) {
      case LONG -> "int";
      case STRING_ARRAY -> "string[]";
      default -> key.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String type(String[] official) {
    return official[2].equals("Enum") ? "string" : official[2];
  }

  private static Map<String, String[]> read(String kind) {
    Map<String, String[]> names = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(OfficialNamesTest.class.getResourceAsStream(RELEASE), RELEASE)) {
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .filter(fields -> fields[0].equals(kind))
          .forEach(fields -> names.put(fields[1], fields));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return names;
  }
}
