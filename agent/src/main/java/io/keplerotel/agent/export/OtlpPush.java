// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.agent.meter.AgentState;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Pushes metrics to a Collector by OTLP, as the standard {@code OTEL_*} variables say. Nothing
 * global is registered; the agent closes it.
 */
public final class OtlpPush implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(OtlpPush.class.getName());
  private static final long CLOSE_WITHIN_MS = TimeUnit.SECONDS.toMillis(3);
  private static final String UNNAMED_SERVICE = "unknown_service";

  /**
   * What the SDK says about each failed push, when {@link WatchedExporter} says it once; and what
   * it says about wrong settings, which are thrown. Held, because a logger that nobody holds
   * forgets its level.
   */
  private final Map<Logger, Level> quiet =
      Map.of(
          Logger.getLogger("io.opentelemetry.exporter"), Level.OFF,
          Logger.getLogger(PeriodicMetricReader.class.getName()), Level.OFF,
          Logger.getLogger("io.opentelemetry.sdk.autoconfigure"), Level.WARNING);

  private final Attributes node;
  private final Supplier<Attributes> lateNode;
  private final AgentState state;
  private final Map<String, String> defaults;
  private Optional<String> target = Optional.empty();
  private @Nullable OpenTelemetrySdk sdk;

  /**
   * Assigns; {@link #start} does the work.
   *
   * @param node resource attributes of the machine and the agent; what the environment says wins
   * @param lateNode what is found out about the machine while the agent runs
   * @param state counts pushes
   * @param defaults {@code otel.*} settings where the environment has none
   */
  public OtlpPush(
      Attributes node,
      Supplier<Attributes> lateNode,
      AgentState state,
      Map<String, String> defaults) {
    this.node = node;
    this.lateNode = lateNode;
    this.state = state;
    this.defaults = Map.copyOf(defaults);
  }

  /**
   * Starts to push what the meter's instruments show.
   *
   * @throws IllegalArgumentException if a setting is wrong; the message says which
   */
  public synchronized void start() {
    quiet.forEach(Logger::setLevel);
    try {
      sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(() -> OtlpSettings.DEFAULTS)
              .addPropertiesSupplier(() -> defaults)
              .addPropertiesCustomizer(config -> OtlpSettings.FIXED)
              .addResourceCustomizer((resource, config) -> describe(resource))
              .addMetricExporterCustomizer(this::wrap)
              .addMeterProviderCustomizer(
                  (builder, config) -> {
                    target = OtlpSettings.target(config);
                    return builder;
                  })
              .build()
              .getOpenTelemetrySdk();
    } catch (ConfigurationException | IllegalArgumentException e) {
      throw new IllegalArgumentException("wrong OTEL_* setting: " + e.getMessage(), e);
    }
  }

  /** The one meter for everything that is pushed. */
  public synchronized Meter meter() {
    if (sdk == null) {
      throw new IllegalStateException("not started");
    }
    return Scope.meter(sdk.getMeterProvider());
  }

  /** Where metrics are pushed to; empty if they are not. */
  public synchronized Optional<String> target() {
    return target;
  }

  /**
   * Pushes once more and ends; within 3 s, whatever the Collector does. Says when it was not taken.
   */
  @Override
  public synchronized void close() {
    OpenTelemetrySdk closing = sdk;
    sdk = null;
    if (closing == null) {
      return;
    }
    AtomicBoolean taken = new AtomicBoolean();
    Thread closer =
        new Thread(
            () ->
                taken.set(
                    closing.shutdown().join(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS).isSuccess()),
            "otlp-close");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(CLOSE_WITHIN_MS);
      if (!taken.get()) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "the last push to {0} was not taken; what was used since the one before it is missing there",
            target.orElse("the Collector"));
      }
    } catch (InterruptedException ignored) {
      // Somebody wants to end at once; the thread is a daemon and holds nobody up.
      Thread.currentThread().interrupt();
    }
  }

  private MetricExporter wrap(MetricExporter exporter, ConfigProperties config) {
    return new WatchedExporter(
        new ResourcePromotingExporter(exporter, lateNode), OtlpSettings.endpoint(config), state);
  }

  private Resource describe(Resource configured) {
    String service = configured.getAttribute(ResourceAttributes.SERVICE_NAME);
    boolean unnamed = service == null || service.startsWith(UNNAMED_SERVICE);
    Attributes kept =
        configured.getAttributes().toBuilder()
            .removeIf(key -> unnamed && key.equals(ResourceAttributes.SERVICE_NAME))
            .build();
    return Resource.create(node).merge(Resource.create(kept));
  }
}
