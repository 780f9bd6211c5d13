// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.export.Scope;
import io.keplerotel.agent.status.PushTally;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pushes metrics to a Collector by OTLP, as the standard {@code OTEL_*} variables say, or the file
 * that {@code OTEL_CONFIG_FILE} names. Nothing global is registered; the agent closes it.
 */
public final class OtlpPush implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(OtlpPush.class.getName());
  private static final long CLOSE_WITHIN_MS = TimeUnit.SECONDS.toMillis(3);

  private final SdkLogs logs = new SdkLogs();
  private final WatchedSenders senders = new WatchedSenders();
  private final Attributes node;
  private final Supplier<Attributes> lateNode;
  private final PushTally tally;
  private final Map<String, String> environment;
  private final Map<String, String> defaults;
  private final List<String> targets = new ArrayList<>();
  private @Nullable OpenTelemetrySdk sdk;

  /**
   * Assigns; {@link #start} does the work.
   *
   * @param node resource attributes of the machine and the agent; what the environment says wins
   * @param lateNode what is found out about the machine while the agent runs
   * @param tally counts pushes
   * @param environment the process' variables
   * @param defaults {@code otel.*} settings where the environment has none
   */
  public OtlpPush(
      Attributes node,
      Supplier<Attributes> lateNode,
      PushTally tally,
      Map<String, String> environment,
      Map<String, String> defaults) {
    this.node = node;
    this.lateNode = lateNode;
    this.tally = tally;
    this.environment = Map.copyOf(environment);
    this.defaults = Map.copyOf(defaults);
  }

  /**
   * Whether anything is to be pushed: not where {@code OTEL_METRICS_EXPORTER=none} or {@code
   * OTEL_SDK_DISABLED=true} says so. Then the SDK need not be built, which takes as much of a start
   * as all else that is exported.
   */
  public static boolean isWanted(Map<String, String> environment) {
    return OtelVariables.wantPush(environment);
  }

  /**
   * Starts to push what the meter's instruments show.
   *
   * @throws IllegalArgumentException if a setting is wrong; the message says which
   */
  public synchronized void start() {
    logs.quiet();
    OtelVariables.mistyped(environment.keySet()).forEach(line -> LOGGER.log(Level.WARNING, line));
    sdk = new PushSdk(senders, this::wrap, defaults).build(environment);
  }

  /** The one meter for everything that is pushed. */
  public synchronized Meter meter() {
    if (sdk == null) {
      throw new IllegalStateException("not started");
    }
    return Scope.meter(
        sdk.getMeterProvider(),
        Objects.requireNonNullElse(node.get(ResourceAttributes.SERVICE_VERSION), ""));
  }

  /** Where metrics are pushed to, without secrets; empty if they are not. */
  public synchronized Optional<String> target() {
    return targets.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", targets));
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
            Level.WARNING,
            "the last push to {0} was not taken; what was used since the one before it is missing there",
            target().orElse("the Collector"));
      }
    } catch (InterruptedException ignored) {
      // Somebody wants to end at once; the thread is a daemon and holds nobody up.
      Thread.currentThread().interrupt();
    }
  }

  /** Called once for each exporter that is built, right after it. */
  private MetricExporter wrap(MetricExporter exporter) {
    MetricExporter promoting = new ResourcePromotingExporter(exporter, node, lateNode);
    if (exporter.getAggregationTemporality(InstrumentType.OBSERVABLE_COUNTER)
        == AggregationTemporality.DELTA) {
      LOGGER.log(
          Level.WARNING,
          "delta temporality: what a lost push carried is lost for good; with cumulative, the"
              + " default, the next push makes up for it");
    }
    return senders.take().map(line -> watched(promoting, line)).orElse(promoting);
  }

  private MetricExporter watched(MetricExporter exporter, WatchedSenders.Line line) {
    Destination destination = line.destination();
    targets.add(destination.shown());
    if (destination.namesAUser()) {
      LOGGER.log(
          Level.WARNING,
          "user and password in the address of {0} are not sent; set"
              + " OTEL_EXPORTER_OTLP_HEADERS=Authorization=Basic%20...",
          destination.shown());
    }
    return new WatchedExporter(
        exporter, line::take, new PushLog(LOGGER, System::nanoTime, destination), tally);
  }
}
