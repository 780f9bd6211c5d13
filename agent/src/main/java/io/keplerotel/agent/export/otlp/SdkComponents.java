// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.extension.incubator.resources.ServiceInstanceIdResourceProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.function.UnaryOperator;

/**
 * What the SDK is put together from: its own parts, with the agent's between and around them; but
 * not the one that makes another {@code service.instance.id} at each start.
 */
final class SdkComponents implements ComponentLoader {
  private final ComponentLoader own =
      ComponentLoader.forClassLoader(SdkComponents.class.getClassLoader());
  private final WatchedSenders senders;
  private final UnaryOperator<MetricExporter> wrap;

  /**
   * Components for one push.
   *
   * @param wrap what is done to each exporter of a configuration file
   */
  SdkComponents(WatchedSenders senders, UnaryOperator<MetricExporter> wrap) {
    this.senders = senders;
    this.wrap = wrap;
  }

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    return ComponentLoader.loadList(own, type).stream()
        .filter(part -> !(part instanceof ServiceInstanceIdResourceProvider))
        .map(part -> watched(type, part))
        .toList();
  }

  private <T> T watched(Class<T> type, T part) {
    return switch (part) {
      case HttpSenderProvider provider when type == HttpSenderProvider.class ->
          type.cast(senders.watchHttp(provider));
      case GrpcSenderProvider provider when type == GrpcSenderProvider.class ->
          type.cast(senders.watchGrpc(provider));
      case ComponentProvider provider
          when type == ComponentProvider.class && provider.getType() == MetricExporter.class ->
          type.cast(new Exporter(provider, wrap));
      default -> part;
    };
  }

  /**
   * What a configuration file calls an exporter, wrapped. The SDK's own customizers close what they
   * replace, and with it what was wrapped.
   */
  private record Exporter(ComponentProvider provider, UnaryOperator<MetricExporter> wrap)
      implements ComponentProvider {
    @Override
    public Class<?> getType() {
      return provider.getType();
    }

    @Override
    public String getName() {
      return provider.getName();
    }

    @Override
    public Object create(DeclarativeConfigProperties config) {
      return wrap.apply((MetricExporter) provider.create(config));
    }
  }
}
