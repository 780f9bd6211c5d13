// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.config.NearestKey;
import io.keplerotel.agent.model.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which {@code OTEL_*} variables there are, and what of them is for metrics. */
final class OtelVariables {
  private static final String LIST = "otel-variables.txt";
  private static final String PREFIX = "OTEL_";
  private static final int SHOWN = 80;

  /** Names a file that rules in the place of the other variables. */
  static final String FILE = "OTEL_CONFIG_FILE";

  /** The SDK would read them, and end the agent where it cannot follow; the agent has metrics. */
  private static final Map<String, String> WITHOUT =
      Map.of(
          "otel.traces.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.traces.sampler", "parentbased_always_on",
          "otel.propagators", "none");

  private static final List<String> OF_OTHER_SIGNALS =
      List.of(
          "OTEL_ATTRIBUTE_",
          "OTEL_BLRP_",
          "OTEL_BSP_",
          "OTEL_EVENT_",
          "OTEL_EXPORTER_JAEGER_",
          "OTEL_EXPORTER_OTLP_LOGS_",
          "OTEL_EXPORTER_OTLP_TRACES_",
          "OTEL_EXPORTER_PROMETHEUS_",
          "OTEL_EXPORTER_ZIPKIN_",
          "OTEL_LINK_",
          "OTEL_LOGRECORD_",
          "OTEL_SPAN_",
          "OTEL_TRACES_SAMPLER_ARG");

  private static final Set<String> KNOWN = read();

  private OtelVariables() {}

  /** What is set but does not concern metrics, as settings that do nothing. */
  static Map<String, String> without() {
    Map<String, String> settings =
        KNOWN.stream()
            .filter(name -> OF_OTHER_SIGNALS.stream().anyMatch(name::startsWith))
            .collect(Collectors.toMap(OtelVariables::property, name -> ""));
    settings.putAll(WITHOUT);
    return settings;
  }

  /** A line for each variable that nobody knows, with the nearest name. */
  static List<String> mistyped(Set<String> environment) {
    return environment.stream()
        .filter(name -> name.startsWith(PREFIX) && !known(name))
        .sorted()
        .map(
            name ->
                "%s is not known and does nothing; did you mean %s?"
                    .formatted(PlainText.of(name, SHOWN), NearestKey.of(cut(name), plainNames())))
        .toList();
  }

  /** Whether they want a push; a file, where one is named, rules alone. */
  static boolean wantPush(Map<String, String> environment) {
    boolean none = environment.getOrDefault("OTEL_METRICS_EXPORTER", "").strip().equals("none");
    boolean disabled = environment.getOrDefault("OTEL_SDK_DISABLED", "").strip().equals("true");
    return !environment.getOrDefault(FILE, "").isBlank() || !(none || disabled);
  }

  /** {@code otel.sdk.disabled} as people set it. */
  static String variable(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static String property(String variable) {
    return variable.replace('_', '.').toLowerCase(Locale.ROOT);
  }

  private static boolean known(String name) {
    return KNOWN.contains(name)
        || KNOWN.stream()
            .filter(known -> known.endsWith("*"))
            .anyMatch(known -> name.startsWith(known.substring(0, known.length() - 1)));
  }

  private static List<String> plainNames() {
    return KNOWN.stream().filter(name -> !name.endsWith("*")).sorted().toList();
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(SHOWN, name.length()));
  }

  private static Set<String> read() {
    try (InputStream in =
        Objects.requireNonNull(OtelVariables.class.getResourceAsStream(LIST), LIST)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(PREFIX))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
