// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.export.Scope;
import io.keplerotel.agent.model.PlainText;
import io.opentelemetry.api.incubator.config.DeclarativeConfigException;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfiguration;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.CardinalityLimitsModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.MeterProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.MetricReaderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OpenTelemetryConfigurationModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OtlpGrpcMetricExporterModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OtlpHttpMetricExporterModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.PeriodicMetricReaderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.PushMetricExporterModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The file of {@code OTEL_CONFIG_FILE}, OpenTelemetry's declarative configuration: what it says
 * about metrics and the resource holds in the place of all other {@code OTEL_*} variables. Traces,
 * logs and propagators are left out, and so are readers that others ask, because {@code /metrics}
 * is one.
 */
final class ConfigurationFile {
  private static final int LARGEST_BYTES = 1 << 20;
  private static final int TOLD = 200;
  private static final String GZIP = "gzip";

  private final String path;
  private final OpenTelemetryConfigurationModel model;
  private final boolean asked;

  private ConfigurationFile(String path, OpenTelemetryConfigurationModel model, boolean asked) {
    this.path = path;
    this.model = model;
    this.asked = asked;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it cannot; the message says why
   */
  static ConfigurationFile read(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] text = in.readNBytes(LARGEST_BYTES + 1);
      if (text.length > LARGEST_BYTES) {
        throw wrong(path, "it is larger than 1 MiB");
      }
      return of(path, DeclarativeConfiguration.parse(new ByteArrayInputStream(text)));
    } catch (NoSuchFileException ignored) {
      // The message would be the path once more.
      throw wrong(path, "there is no such file");
    } catch (IOException | DeclarativeConfigException e) {
      throw wrong(path, String.valueOf(e.getMessage()));
    } catch (StackOverflowError ignored) {
      // Parser and binding go down one call for each level.
      throw wrong(path, "it is nested too deeply");
    }
  }

  /** Whether it has readers that are left out. */
  boolean leavesReadersOut() {
    return asked;
  }

  /**
   * Builds what it describes.
   *
   * @throws IllegalArgumentException if it cannot be; the message says why
   */
  OpenTelemetrySdk build(ComponentLoader components) {
    try {
      return DeclarativeConfiguration.create(model, components).getSdk();
    } catch (DeclarativeConfigException | IllegalArgumentException e) {
      throw wrong(path, reason(e));
    }
  }

  private static ConfigurationFile of(String path, OpenTelemetryConfigurationModel parsed) {
    OpenTelemetryConfigurationModel model =
        parsed.withTracerProvider(null).withLoggerProvider(null).withPropagator(null);
    MeterProviderModel metrics = model.getMeterProvider();
    List<MetricReaderModel> readers =
        metrics == null || metrics.getReaders() == null ? List.of() : metrics.getReaders();
    List<MetricReaderModel> pushing =
        readers.stream().filter(reader -> reader.getPeriodic() != null).toList();
    pushing.forEach(reader -> complete(reader.getPeriodic()));
    if (metrics != null) {
      metrics.withReaders(pushing);
    }
    return new ConfigurationFile(path, model, pushing.size() < readers.size());
  }

  /** What the agent needs and the standard's own value would not be. */
  private static void complete(PeriodicMetricReaderModel reader) {
    CardinalityLimitsModel limits =
        Objects.requireNonNullElseGet(reader.getCardinalityLimits(), CardinalityLimitsModel::new);
    if (limits.getDefault() == null) {
      limits.withDefault(Scope.CARDINALITY_LIMIT);
    }
    reader.withCardinalityLimits(limits);
    PushMetricExporterModel exporter = reader.getExporter();
    OtlpHttpMetricExporterModel http = exporter == null ? null : exporter.getOtlpHttp();
    if (http != null && http.getCompression() == null) {
      http.withCompression(GZIP);
    }
    OtlpGrpcMetricExporterModel grpc = exporter == null ? null : exporter.getOtlpGrpc();
    if (grpc != null && grpc.getCompression() == null) {
      grpc.withCompression(GZIP);
    }
  }

  private static String reason(Throwable failure) {
    StringBuilder reason = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      reason.append(": ").append(cause.getMessage());
    }
    return reason.toString();
  }

  private static IllegalArgumentException wrong(String path, String why) {
    return new IllegalArgumentException(
        "wrong setting OTEL_CONFIG_FILE=%s: %s"
            .formatted(PlainText.of(path, TOLD), PlainText.of(Secrets.hidden(why), TOLD)));
  }
}
