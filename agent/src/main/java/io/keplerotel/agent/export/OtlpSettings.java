// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.Map;
import java.util.Optional;

/** The standard {@code OTEL_*} settings, as far as the agent looks at them itself. */
final class OtlpSettings {
  private static final String SDK_DISABLED = "otel.sdk.disabled";
  private static final String EXPORTER = "otel.metrics.exporter";
  private static final String NONE = "none";
  private static final String GRPC = "grpc";

  /** Valid unless the environment says otherwise. */
  static final Map<String, String> DEFAULTS =
      Map.of(
          EXPORTER,
          "otlp",
          "otel.java.metrics.cardinality.limit",
          Integer.toString(Scope.CARDINALITY_LIMIT));

  /** Valid whatever the environment says: the agent has metrics only. */
  static final Map<String, String> FIXED =
      Map.of("otel.traces.exporter", NONE, "otel.logs.exporter", NONE);

  private OtlpSettings() {}

  /** Where metrics are pushed to; empty if they are not. */
  static Optional<String> target(ConfigProperties config) {
    if (config.getBoolean(SDK_DISABLED, false) || config.getList(EXPORTER).contains(NONE)) {
      return Optional.empty();
    }
    return Optional.of(endpoint(config));
  }

  /** Where metrics are pushed to, by the standard's rules. */
  static String endpoint(ConfigProperties config) {
    String own = config.getString("otel.exporter.otlp.metrics.endpoint");
    if (own != null) {
      return own;
    }
    boolean grpc = protocol(config).equals(GRPC);
    String common =
        config.getString(
            "otel.exporter.otlp.endpoint",
            grpc ? "http://localhost:4317" : "http://localhost:4318");
    return grpc ? common : common.replaceFirst("/$", "") + "/v1/metrics";
  }

  private static String protocol(ConfigProperties config) {
    return config.getString(
        "otel.exporter.otlp.metrics.protocol",
        config.getString("otel.exporter.otlp.protocol", GRPC));
  }
}
