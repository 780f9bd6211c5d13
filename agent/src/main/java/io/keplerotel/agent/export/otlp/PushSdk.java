// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.model.PlainText;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Builds the SDK that pushes, as the standard {@code OTEL_*} variables say, or the file that {@code
 * OTEL_CONFIG_FILE} names.
 */
final class PushSdk {
  private static final Logger LOGGER = System.getLogger(OtlpPush.class.getName());
  private static final int TOLD = 200;

  private final SdkComponents components;
  private final UnaryOperator<MetricExporter> wrap;
  private final Map<String, String> defaults;

  /**
   * For one push.
   *
   * @param senders told of each sender that is built
   * @param wrap called once for each exporter that is built, right after it
   * @param defaults {@code otel.*} settings where the environment has none
   */
  PushSdk(
      WatchedSenders senders, UnaryOperator<MetricExporter> wrap, Map<String, String> defaults) {
    this.components = new SdkComponents(senders, wrap);
    this.wrap = wrap;
    this.defaults = defaults;
  }

  /**
   * Builds it; from then on it pushes.
   *
   * @param environment the process' variables
   * @throws IllegalArgumentException if a setting is wrong; the message says which
   */
  OpenTelemetrySdk build(Map<String, String> environment) {
    Optional<String> file =
        Optional.ofNullable(environment.get(OtelVariables.FILE)).filter(path -> !path.isBlank());
    return file.isPresent() ? byFile(file.get()) : byVariables();
  }

  private OpenTelemetrySdk byFile(String path) {
    ConfigurationFile file = ConfigurationFile.read(path);
    LOGGER.log(
        Level.INFO,
        "{0}={1} rules the push; other OTEL_ variables do nothing",
        OtelVariables.FILE,
        PlainText.of(path, TOLD));
    if (file.leavesReadersOut()) {
      LOGGER.log(
          Level.INFO, "{0}: its pull readers are left out; /metrics is one", OtelVariables.FILE);
    }
    return file.build(components);
  }

  private OpenTelemetrySdk byVariables() {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .setComponentLoader(components)
          .addPropertiesSupplier(() -> OtelSettings.DEFAULTS)
          .addPropertiesSupplier(() -> defaults)
          .addPropertiesCustomizer(PushSdk::settings)
          .addMetricExporterCustomizer((exporter, config) -> wrap.apply(exporter))
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException | IllegalArgumentException e) {
      throw new IllegalArgumentException(OtelSettings.refusal(e), e);
    }
  }

  private static Map<String, String> settings(ConfigProperties config) {
    OtelSettings settings = new OtelSettings(config);
    Map<String, String> taken = settings.forSdk();
    if (settings.wantsPrometheus()) {
      LOGGER.log(
          Level.INFO,
          "OTEL_METRICS_EXPORTER=prometheus: /metrics serves that already; see web.listen");
    }
    return taken;
  }
}
