// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.ElementsIntoSet;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.Exporter;
import io.keplerotel.agent.export.prometheus.PrometheusEndpoint;
import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import io.keplerotel.agent.status.HeapRoom;
import io.keplerotel.agent.web.WebPage;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code /metrics}. */
@Module
interface PrometheusModule {
  @Provides
  @ElementsIntoSet
  static Set<Exporter> exporter(Settings settings, Provider<PrometheusExporter> prometheus) {
    return settings.export().prometheus() ? Set.of(prometheus.get()) : Set.of();
  }

  @Provides
  @Singleton
  static PrometheusEndpoint endpoint(PrometheusMeters meters) {
    return new PrometheusEndpoint(meters.infos());
  }

  @Provides
  @ElementsIntoSet
  static Set<WebPage> page(Settings settings, PrometheusEndpoint endpoint, HeapRoom room) {
    if (!settings.export().prometheus()) {
      return Set.of();
    }
    CreatedLines created =
        settings.export().createdTimestamps() ? CreatedLines.SHOWN : CreatedLines.LEFT_OUT;
    return Set.of(endpoint.scrapes(created, room.reader()).page());
  }
}
