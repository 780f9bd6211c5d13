// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.export.Scope;
import io.keplerotel.agent.model.PlainText;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The standard {@code OTEL_*} settings: what the agent takes, and what it says of the rest. Values
 * of endpoints and headers may be secret and are never quoted.
 */
final class OtelSettings {
  private static final String OTLP = "otel.exporter.otlp.";
  private static final String METRICS = "otel.exporter.otlp.metrics.";
  private static final String EXPORTER = "otel.metrics.exporter";
  private static final String NONE = "none";
  private static final String PROMETHEUS = "prometheus";
  private static final Set<String> EXPORTERS = Set.of("otlp", "console", "logging", PROMETHEUS);
  private static final String WRONG = "wrong setting ";
  private static final int QUOTED = 80;
  private static final int TOLD = 200;
  private static final Pattern PROPERTY = Pattern.compile("otel(\\.[a-z_-]+)+");
  private static final Pattern DURATION = Pattern.compile("\\d{1,15} *(ns|us|ms|s|m|h|d)?");
  private static final Pattern PAIR = Pattern.compile("[^=]+=.*");

  /** Valid unless the environment says otherwise. */
  static final Map<String, String> DEFAULTS =
      Map.of(
          EXPORTER,
          "otlp",
          OTLP + "compression",
          "gzip",
          "otel.java.metrics.cardinality.limit",
          Integer.toString(Scope.CARDINALITY_LIMIT),
          "otel.experimental.sdk.telemetry.version",
          "latest");

  private final ConfigProperties config;

  OtelSettings(ConfigProperties config) {
    this.config = config;
  }

  /** Whether {@code OTEL_METRICS_EXPORTER} wants what {@code /metrics} does already. */
  boolean wantsPrometheus() {
    return exporters().contains(PROMETHEUS);
  }

  /**
   * The settings that the SDK is to see in the place of these.
   *
   * @throws ConfigurationException if one is wrong; the message names its variable
   */
  Map<String, String> forSdk() {
    check();
    Map<String, String> settings = new HashMap<>(OtelVariables.without());
    List<String> pushed = exporters().stream().filter(name -> !name.equals(PROMETHEUS)).toList();
    settings.put(EXPORTER, pushed.isEmpty() ? NONE : String.join(",", pushed));
    return settings;
  }

  /** What to say of a setting that the SDK cannot follow: its variables, and no secret. */
  static String refusal(RuntimeException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = failure instanceof ConfigurationException ? failure.getMessage() : null;
    String told = message == null || message.isBlank() ? cause.getMessage() : message;
    if (told != null && told.startsWith(WRONG)) {
      return told;
    }
    String named =
        PROPERTY
            .matcher(Secrets.hidden(String.valueOf(told)))
            .replaceAll(match -> OtelVariables.variable(match.group()));
    return WRONG + PlainText.of(named.startsWith("OTEL_") ? named : "OTEL_*: " + named, TOLD);
  }

  private List<String> exporters() {
    return Stream.of(config.getString(EXPORTER, "otlp").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private void check() {
    allow("otel.sdk.disabled", "true or false", Set.of("true", "false")::contains);
    checkExporters();
    for (String prefix : List.of(OTLP, METRICS)) {
      allow(
          prefix + "protocol",
          "one of grpc, http/protobuf",
          Set.of("grpc", "http/protobuf")::contains);
      allow(prefix + "compression", "one of gzip, none", Set.of("gzip", NONE)::contains);
      allow(prefix + "timeout", "a number of milliseconds", this::isDuration);
      secret(prefix + "endpoint", "an address such as http://localhost:4317", this::isAddress);
      secret(prefix + "headers", "pairs key=value with commas", this::arePairs);
    }
    allow(
        METRICS + "temporality.preference",
        "one of cumulative, delta, lowmemory",
        value ->
            Set.of("cumulative", "delta", "lowmemory").contains(value.toLowerCase(Locale.ROOT)));
    allow("otel.metric.export.interval", "a number of milliseconds", this::isDuration);
    allow("otel.metric.export.timeout", "a number of milliseconds", this::isDuration);
    allow("otel.resource.attributes", "pairs key=value with commas", this::arePairs);
  }

  private void checkExporters() {
    List<String> names = exporters();
    if (names.contains(NONE) && names.size() > 1) {
      throw wrong(EXPORTER, quoted(String.join(",", names)) + ": none is not to stand with others");
    }
    names.stream()
        .filter(name -> !name.equals(NONE) && !EXPORTERS.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw wrong(EXPORTER, quoted(name) + " is none of otlp, console, prometheus, none");
            });
  }

  private void allow(String property, String allowed, Predicate<String> fits) {
    value(property)
        .filter(fits.negate())
        .ifPresent(
            value -> {
              throw wrong(property, quoted(value) + " is not " + allowed);
            });
  }

  private void secret(String property, String allowed, Predicate<String> fits) {
    value(property)
        .filter(fits.negate())
        .ifPresent(
            value -> {
              throw wrong(property, "its value is not " + allowed);
            });
  }

  private Optional<String> value(String property) {
    return Optional.ofNullable(config.getString(property))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private boolean isDuration(String value) {
    return DURATION.matcher(value).matches();
  }

  private boolean arePairs(String value) {
    return Stream.of(value.split(",", -1))
        .filter(pair -> !pair.isBlank())
        .allMatch(pair -> PAIR.matcher(pair).matches());
  }

  private boolean isAddress(String value) {
    try {
      URI address = new URI(value);
      return Set.of("http", "https").contains(String.valueOf(address.getScheme()))
          && address.getRawAuthority() != null;
    } catch (URISyntaxException ignored) {
      // Its message quotes the address, which may hold a password.
      return false;
    }
  }

  private static String quoted(String value) {
    return '"' + PlainText.of(value, QUOTED) + '"';
  }

  private static ConfigurationException wrong(String property, String why) {
    return new ConfigurationException(WRONG + OtelVariables.variable(property) + ": " + why);
  }
}
