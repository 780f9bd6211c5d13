// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.ElementsIntoSet;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.live.LiveReport;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.HealthReport;
import io.keplerotel.agent.web.OwnPages;
import io.keplerotel.agent.web.WebPage;
import io.keplerotel.agent.web.WebServer;
import io.keplerotel.agent.web.access.WebAccess;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** The server, with whatever pages there are. */
@Module
interface WebModule {
  @Provides
  @Singleton
  static NodeIdentity node(Settings settings, HostFiles files) {
    return NodeIdentity.find(settings, files, System.getenv());
  }

  @Provides
  @Singleton
  static LiveReport live(NodeIdentity node, Sampler sampler) {
    return new LiveReport(node.name(), sampler::published, sampler::cpus);
  }

  @Provides
  @ElementsIntoSet
  static Set<WebPage> own(Settings settings, HealthReport health, LiveReport live) {
    return Set.copyOf(OwnPages.of(health.checks(), live::view, settings.export().web().tariff()));
  }

  @Provides
  @Singleton
  static WebServer server(Settings settings, Set<WebPage> pages) {
    return new WebServer(
        settings.export().web().listen(),
        new WebAccess(settings.export().web().configFile(), System::nanoTime),
        List.copyOf(pages));
  }
}
